//! A link as a QR code in a terminal.
//!
//! Drawn with half blocks, dark on light by explicit colours, so that it is the same in a dark terminal as in a light one, with the quiet zone
//! of four modules that cameras need. The colours are the picture, so they stay where colour is not wanted otherwise.

use qrcode::{Color, EcLevel, QrCode};

/// Modules of light around the code (ISO/IEC 18004).
const QUIET: usize = 4;
/// Black on bright white.
const PAPER: &str = "\u{1b}[30;107m";
const PLAIN: &str = "\u{1b}[0m";

/// The lines of a code; none where the text is too long for one.
pub(super) fn rows(text: &str) -> Vec<String> {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
        return Vec::new();
    };
    let (modules, width) = (code.to_colors(), code.width());
    let side = width + 2 * QUIET;
    let dark = |x: usize, y: usize| {
        let inside = QUIET..QUIET + width;
        inside.contains(&x)
            && inside.contains(&y)
            && modules.get((y - QUIET) * width + x - QUIET) == Some(&Color::Dark)
    };
    let row = |y: usize| {
        let blocks = (0..side).map(|x| match (dark(x, y), dark(x, y + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        });
        format!("{PAPER}{}{PLAIN}", blocks.collect::<String>())
    };
    (0..side).step_by(2).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_dark_on_light_and_as_wide_as_the_others() {
        let rows = rows("https://relay.example/j#AQEAAAAAAAAAAAAAAAAAAAAA");
        let bare: Vec<&str> = rows
            .iter()
            .map(|row| row.strip_prefix(PAPER).and_then(|row| row.strip_suffix(PLAIN)).unwrap())
            .collect();
        let wide = bare[0].chars().count();
        assert!(wide <= 49 && bare.iter().all(|row| row.chars().count() == wide), "{wide}");
        assert!(bare[..2].iter().all(|row| row.trim().is_empty()), "light above");
        assert!(bare.iter().all(|row| row.starts_with("    ") && row.ends_with("    ")));
        assert!(super::rows(&"x".repeat(5_000)).is_empty());
    }
}
