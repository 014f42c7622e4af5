//! What a sheet shows and what it never shows.

use serde_json::json;

use super::*;
use crate::time::Day;

fn made() -> Made {
    Made { by: "Ana <b>".into(), with: Some("Ben".into()), on: Day(20_779) }
}

/// Says every message as its id with what fills it.
fn page(of: Of) -> String {
    let words = |id: &str, args: &serde_json::Map<String, Value>| {
        format!("{id} {}", serde_json::json!(args))
    };
    Sheet { made: made(), of }.page(&Tongue { lang: "qps", words: &words })
}

#[test]
fn words_stay_words() {
    let export = json!({
        "promises": [{"id": "aa", "text": "<script>alert(1)</script> & \"more\"\u{202e}", "history": [{"note": "<img src=x>"}]}],
        "acts": [{"hash": "ff", "date": "2026-11-22", "partner": 0, "device": "d", "number": 1, "kind": 48, "signature": null}],
    });
    let page = page(Of::Evidence(Box::new(export)));
    assert!(
        page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;\u{fffd}"),
        "{page}"
    );
    assert!(page.contains("&lt;img src=x&gt;") && page.contains("Ana &lt;b&gt;"));
    for never in ["<script", "<img", "http://", "https://", "src=", "url(", "<a "] {
        assert!(!page.replace("&lt;img src=x&gt;", "").contains(never), "{never} in {page}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn every_page_says_what_it_is() {
    let nothing = Counsellor {
        agreements: vec![],
        boundaries: vec![],
        promises: vec![],
        repairs: vec![],
        since: None,
        digest: "d1".into(),
    };
    let sheets =
        [Of::Evidence(Box::new(json!({}))), Of::FirstSession, Of::Counsellor(Box::new(nothing))];
    for page in sheets.map(page) {
        assert!(page.contains("sheet-note") && page.contains("2026-11-22"), "{page}");
        assert!(
            page.starts_with("<!doctype html>\n<html lang=\"qps\">") && page.ends_with("</html>\n")
        );
    }
}
