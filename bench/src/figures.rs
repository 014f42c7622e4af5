//! Figures of repetitions, and how they are shown. Knows nothing of what was measured.

use serde_json::json;

/// One figure, once a repetition.
#[derive(Debug)]
struct Figure {
    name: String,
    unit: &'static str,
    /// The first mark: at most this, where there is one.
    mark: Option<f64>,
    values: Vec<f64>,
}

/// All figures of one measurement, in the order they were first noted.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    title: String,
    figures: Vec<Figure>,
}

impl Figures {
    pub(crate) fn new(title: String) -> Self {
        Self { title, figures: Vec::new() }
    }

    /// Notes a value of this repetition.
    pub(crate) fn note(&mut self, name: &str, unit: &'static str, value: f64) {
        self.note_marked(name, unit, None, value);
    }

    /// Notes a value that is to be at most `mark`.
    pub(crate) fn note_marked(
        &mut self,
        name: &str,
        unit: &'static str,
        mark: Option<f64>,
        value: f64,
    ) {
        match self.figures.iter_mut().find(|figure| figure.name == name) {
            Some(figure) => figure.values.push(value),
            None => {
                self.figures.push(Figure { name: name.into(), unit, mark, values: vec![value] });
            }
        }
    }

    pub(crate) fn print(&self, as_json: bool) {
        if as_json {
            for figure in &self.figures {
                let (min, median, max) = spread(&figure.values);
                let line = json!({
                    "measurement": self.title, "figure": figure.name, "unit": figure.unit, "min": min,
                    "median": median, "max": max, "mark": figure.mark, "values": figure.values, "load": load(),
                });
                println!("{line}");
            }
            return;
        }
        println!("{} (load {})", self.title, load().unwrap_or_default());
        println!("{:<38}{:>12}{:>12}{:>12}{:>10}", "", "min", "median", "max", "mark");
        for figure in &self.figures {
            let (min, median, max) = spread(&figure.values);
            let name = format!("{} [{}]", figure.name, figure.unit);
            let mark = figure.mark.map_or(String::new(), |mark| format!("<= {mark}"));
            println!("{name:<38}{min:>12.2}{median:>12.2}{max:>12.2}{mark:>10}");
        }
    }
}

/// Medians of measurements of one kind at several sizes, side by side; `x` is how much more the last takes than the first.
pub(crate) fn print_beside(title: &str, all: &[Figures], as_json: bool) {
    if as_json {
        all.iter().for_each(|figures| figures.print(true));
        return;
    }
    println!("{title}, medians (load {})", load().unwrap_or_default());
    let columns: String = all.iter().map(|figures| format!("{:>14}", figures.title)).collect();
    println!("{:<44}{columns}{:>8}{:>10}", "", "x", "mark");
    let Some(first) = all.first() else { return };
    for figure in &first.figures {
        let name = format!("{} [{}]", figure.name, figure.unit);
        let same = |figures: &Figures| {
            figures
                .figures
                .iter()
                .find(|other| other.name == figure.name)
                .map(|f| spread(&f.values).1)
        };
        let medians: Vec<f64> = all.iter().filter_map(same).collect();
        let columns: String = medians.iter().map(|median| format!("{median:>14.2}")).collect();
        let grown =
            medians.last().zip(medians.first()).map_or(f64::NAN, |(last, first)| last / first);
        let mark = figure.mark.map_or(String::new(), |mark| format!("<= {mark}"));
        println!("{name:<44}{columns}{grown:>8.1}{mark:>10}");
    }
}

fn spread(values: &[f64]) -> (f64, f64, f64) {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    (percentile(&sorted, 0.0), percentile(&sorted, 0.5), percentile(&sorted, 1.0))
}

/// The value below which this part of sorted values lies; not a number where there are none.
pub(crate) fn percentile(sorted: &[f64], part: f64) -> f64 {
    let last = sorted.len().saturating_sub(1) as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a part of the length"
    )]
    let at = (last * part).round() as usize;
    sorted.get(at).copied().unwrap_or(f64::NAN)
}

/// The machine's load over the last minute, where it tells.
fn load() -> Option<String> {
    let text = std::fs::read_to_string("/proc/loadavg").ok()?;
    text.split(' ').next().map(str::to_owned)
}
