//! Which compressed form of a file an answer takes (RFC 9110, 12.5.3).

use axum::http::{HeaderMap, header};

/// How a file is sent; a later one is the better one where a browser takes both alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Coding {
    Identity,
    Gzip,
    Brotli,
}

impl Coding {
    pub(super) const ALL: [Self; 3] = [Self::Identity, Self::Gzip, Self::Brotli];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }

    /// The best of these. What nobody asked for comes last, and as it is where nothing that there is was asked for.
    pub(super) fn best(headers: &HeaderMap, there: impl Fn(Self) -> bool) -> Self {
        let wishes = wishes(headers);
        let weight = |coding: Self| {
            let wish = |name| wishes.iter().find(|(wished, _)| wished == name);
            let wished = wish(coding.name()).or_else(|| wish("*")).map(|(_, weight)| *weight);
            wished.unwrap_or(u16::from(coding == Self::Identity))
        };
        let taken = Self::ALL.into_iter().filter(|coding| there(*coding) && weight(*coding) > 0);
        taken.max_by_key(|coding| (weight(*coding), *coding)).unwrap_or(Self::Identity)
    }
}

/// Each coding with its weight, in thousandths and one more: an unnamed one counts less than the least that was named.
fn wishes(headers: &HeaderMap) -> Vec<(String, u16)> {
    let lines =
        headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    let wishes = lines.flat_map(|line| line.split(',')).map(|wish| {
        let (name, weight) = wish.split_once(';').unwrap_or((wish, "q=1"));
        (name.trim().to_ascii_lowercase(), thousandths(weight.trim()).unwrap_or(0))
    });
    wishes.collect()
}

/// `q=0.25` as 251, none as 0.
fn thousandths(weight: &str) -> Option<u16> {
    let (q, number) = weight.split_once('=')?;
    let number = number.trim_start();
    let form =
        number.len() <= 5 && number.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit());
    if !q.trim_end().eq_ignore_ascii_case("q") || !form {
        return None;
    }
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let all: u16 = format!("{whole}{part:0<3}").parse().ok()?;
    (all <= 1_000).then(|| if all == 0 { 0 } else { all + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Coding::{Brotli, Gzip, Identity};
    use axum::http::HeaderValue;

    fn best(lines: &[&'static str], there: &[Coding]) -> Coding {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::ACCEPT_ENCODING, HeaderValue::from_static(line));
        }
        Coding::best(&headers, |coding| there.contains(&coding))
    }

    #[test]
    fn the_weights_decide_and_brotli_where_they_are_alike() {
        let cases: &[(&[&str], Coding)] = &[
            (&[], Identity),
            (&[""], Identity),
            (&["gzip, deflate, br, zstd"], Brotli),
            (&["gzip", "br"], Brotli),
            (&["GZip"], Gzip),
            (&["br;q=0.5, gzip;q=0.501"], Gzip),
            (&["br ; q=1.0 , gzip;q=0.999"], Brotli),
            (&["br;q=0, gzip"], Gzip),
            (&["br;q=0.000, gzip;q=0."], Identity),
            (&["*"], Brotli),
            (&["*;q=0.1, br;q=0"], Gzip),
            (&["br;q=0.001"], Brotli),
            (&["identity, br;q=0.9"], Identity),
            (&["identity;q=0, gzip;q=0.2"], Gzip),
            (&["identity;q=0"], Identity),
            (&["br;q=2, gzip;q=x, deflate"], Identity),
            (&["br;level=1, gzip;q=0.0001"], Identity),
            (&["brotli, xgzip"], Identity),
        ];
        for (lines, coding) in cases {
            assert_eq!(best(lines, &Coding::ALL), *coding, "{lines:?}");
        }
    }

    #[test]
    fn only_what_there_is_is_chosen() {
        assert_eq!(best(&["br, gzip;q=0.5"], &[Identity, Gzip]), Gzip);
        assert_eq!(best(&["br, gzip"], &[Identity]), Identity);
        assert_eq!(best(&["br, *;q=0"], &[Identity, Gzip]), Identity);
    }
}
