// Codes a person can choose from; their words are in the messages every client shares.

export const AREAS = ["emotional", "physical", "mental", "spiritual", "financial", "digital", "time", "social", "intimate", "other"] as const;
export const KINDS = ["expectation", "compromise", "ground_rules", "plan", "goal"] as const;
