// Codes a person can choose from; their words are in the messages every client shares.

export const AREAS = ["emotional", "physical", "mental", "spiritual", "financial", "digital", "time", "social", "intimate", "other"] as const;
export const KINDS = ["expectation", "compromise", "ground_rules", "plan", "goal"] as const;
/** What an agreement about phones and the net can be about. */
export const TOPICS = [
  "how_often_we_talk", "answer_time", "quiet_hours", "video", "social_posts", "tagging", "photos", "contact_with_exes", "passwords_devices", "location",
  "money_apps", "ai_tools", "work_devices",
] as const;
/** How often something can come again; any rule of RFC 5545 is read as well. */
export const EVERY = ["day", "week", "month"] as const;
