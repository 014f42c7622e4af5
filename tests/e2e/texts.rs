//! Templates: copied by choice into a draft of one's own, never in force, never seen by the other.

use serde_json::{Value, json};

use crate::harness::all_orders;

#[test]
fn a_template_copied_after_pairing_stays_a_draft_until_its_owner_shares_it() {
    all_orders(|couple, order| {
        let state = |couple: &crate::harness::Couple| {
            couple.both().map(|person| person.verify()["state_digest"].clone())
        };
        couple.meet(order);
        let before = state(couple);
        let names =
            ["no_calls_late", "answer_time", "coffee_together", "first_week", "say_it_early"];
        let drafts: Vec<Value> =
            names.iter().map(|name| couple.ana.run(&["templates", name, "--copy"])).collect();
        assert!(drafts.iter().all(|draft| draft["state"] == "draft"), "{drafts:?}");
        couple.meet(order);
        assert_eq!(state(couple), before, "a copy changed what the two have");
        for kind in ["agree", "limit", "promise"] {
            assert_eq!(couple.ben.run(&[kind, "list"]), json!([]), "{kind}");
        }
        assert_eq!(couple.ana.run(&["private", "list"]).as_array().map(Vec::len), Some(5));

        let limit = drafts[0]["id"].as_str().unwrap();
        couple.ana.run(&["private", "share", limit]);
        couple.meet(order);
        let shown = couple.ben.limit(limit);
        assert_eq!(shown["state"], "active");
        assert!(shown["versions"][0]["words"].as_str().unwrap().contains("21:00"), "{shown}");
        let others = couple.ben.run(&["agree", "list"]);
        assert_eq!(others, json!([]), "only what was chosen went along");
    });
}
