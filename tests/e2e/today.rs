//! The first screen: what is on today, and nothing that accuses.

use crate::harness::{Order, all_orders};

#[test]
fn today_shows_rituals_and_own_promises_of_the_day_and_falls_silent_in_a_pause() {
    all_orders(|couple, order| {
        let ritual = couple.ana.make(&[
            "ritual",
            "propose",
            "--name",
            "Sunday call",
            "--at",
            "20:00",
            "--tz",
            "Europe/Berlin",
            "--every",
            "FREQ=WEEKLY;BYDAY=SU",
        ]);
        let promise = couple.ana.make(&["promise", "add", "Bring the book", "--due", "2026-11-29"]);
        couple.meet(Order::Ana);
        couple.ben.run(&["agree", "accept", &ritual]);
        couple.meet(order);
        let nothing = couple.ana.run(&["today"]);
        assert_eq!(
            (&nothing["rituals"], &nothing["promises"]),
            (&serde_json::json!([]), &serde_json::json!([]))
        );
        assert!(couple.ana.reads(&["today"]).contains("Nothing today. That is fine."));

        couple.on("2026-11-29");
        let ana = couple.ana.run(&["today"]);
        assert_eq!(
            (&ana["rituals"][0]["ritual"], &ana["promises"][0]["id"]),
            (&ritual.clone().into(), &promise.clone().into())
        );
        let ben = couple.ben.run(&["today"]);
        assert_eq!(ben["rituals"][0]["start_utc"], "2026-11-29T19:00:00Z");
        assert_eq!(
            ben["promises"],
            serde_json::json!([]),
            "what the other owes is nobody's reminder"
        );

        // The day after nothing is called late.
        couple.on("2026-11-30");
        let after = couple.ana.reads(&["today"]).to_lowercase();
        assert!(
            !["late", "overdue", "missed", "book"].iter().any(|word| after.contains(word)),
            "{after}"
        );

        couple.on("2026-11-29");
        couple.ana.run(&["pause"]);
        assert_eq!(couple.ana.run(&["today"])["promises"], serde_json::json!([]));
    });
}
