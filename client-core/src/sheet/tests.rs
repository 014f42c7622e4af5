//! What a sheet shows and what it never shows.

use serde_json::json;

use super::*;
use crate::time::Day;

fn made() -> Made {
    Made { by: "Ana <b>".into(), with: "Ben".into(), on: Day(20_779) }
}

#[test]
fn words_stay_words() {
    let export = json!({
        "promises": [{"id": "aa", "text": "<script>alert(1)</script> & \"more\"\u{202e}", "history": [{"note": "<img src=x>"}]}],
        "acts": [{"hash": "ff", "date": "2026-11-22", "partner": 0, "device": "d", "number": 1, "kind": 48, "signature": null}],
    });
    let page = evidence(&made(), &export);
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
    let pages = [
        evidence(&made(), &json!({})),
        first_session(&made()),
        counsellor(
            &made(),
            &Counsellor {
                agreements: &[],
                boundaries: &[],
                promises: &[],
                repairs: &[],
                since: None,
                digest: "d1".into(),
            },
        ),
    ];
    for page in pages {
        assert!(page.contains(NOTE) && page.contains("2026-11-22"), "{page}");
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    }
}
