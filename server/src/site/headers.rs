//! What every answer carries, and the media types.

use axum::http::{HeaderName, HeaderValue};

const HEADERS: &str = include_str!("headers.txt");

/// Name and value of each line.
pub(super) fn all() -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    let lines = HEADERS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let (name, value) = line.split_once(": ")?;
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        Some((name, HeaderValue::from_static(value)))
    })
}

/// The media type by the end of a name.
pub(super) fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("txt" | "ftl") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("ico") => "image/x-icon",
        Some("webp") => "image/webp",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_header() {
        let lines = HEADERS.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!((all().count(), lines), (7, 7));
    }
}
