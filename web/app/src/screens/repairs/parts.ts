// The parts of a repair in the order they are read, none of them a condition of another.

export const PARTS = ["account", "responsibility", "effects", "effects_on_us", "apology", "amends", "change", "answer"] as const;
export const HURTS = ["broken_promise", "crossed_limit", "hidden_something", "hurtful_words", "other"] as const;
