// A couple with a little of everything, written by two command lines: for looking at every screen with something on it.

import { join } from "node:path";
import { Person } from "./relay.mjs";

/** Pairs two command lines and lets them write. Gives both, and the twelve words that bring Ana's back anywhere. */
export async function couple(bin, relay) {
  const [ana, ben] = [await Person.at(bin), await Person.at(bin)];
  const { recovery_words: words } = await ana.run("init", "--name", "Ana", "--relay", relay.origin);
  const { link } = await ana.run("invite");
  await ben.run("join", link, "--name", "Ben");
  await ana.run("sync");
  await ben.run("sync");
  const [hers, his] = [(await ana.run("pairing")).say, (await ben.run("pairing")).say];
  await ana.run("pairing", "confirm", ...his);
  await ben.run("pairing", "confirm", ...hers);
  const meet = async () => {
    for (const person of [ana, ben, ana, ben]) await person.run("sync");
  };
  await meet();
  await ana.run("profile", "zone", "Europe/Berlin");
  await ben.run("profile", "zone", "America/New_York");
  const call = await ana.run("agree", "propose", "-a", "digital", "-m", "We answer each other within a day, and say so when we can't.");
  const nights = await ana.run("agree", "propose", "-a", "digital", "-m", "Phones stay out of the bedroom.");
  const plans = await ben.run("agree", "propose", "-a", "time", "-m", "Every second weekend we travel to each other.", "--give", "I drive the long way in winter.");
  await meet();
  await ben.run("agree", "accept", call.id);
  await ben.run("agree", "accept", nights.id);
  await meet();
  await ben.run("agree", "counter", nights.id, "-m", "Phones stay out of the bedroom, also on holidays.");
  const limit = await ana.run("limit", "add", "-a", "time", "-m", "I don't take calls after half past eight.", "--why", "I sleep badly after them.");
  const his_limit = await ben.run("limit", "add", "-a", "social", "-m", "Please don't share photos of me.");
  await ben.run("permit", "add", "-a", "digital", "-m", "You may read the family chat on my tablet.");
  const promise = await ana.run("promise", "add", "I call your mother on her birthday.", "--due", "2026-11-20");
  await ben.run("promise", "add", "I bring the photo book.");
  const ritual = await ana.run("ritual", "propose", "--name", "Sunday call", "--every", "week", "--at", "20:00", "--tz", "Europe/Berlin");
  await meet();
  await ben.run("agree", "accept", ritual.id);
  await ana.run("promise", "kept", promise.id);
  await ben.run("thanks", "You listened on Thursday, and did not mend anything.");
  await ana.run("checkin", "--need", "An evening without plans", "--glad", "Your call yesterday", "--mood", "4");
  await ben.run("checkin", "--worry", "The move in spring");
  const repair = await ben.run("repair", "open", "Saturday evening");
  await ben.run("repair", "part", repair.id, "account", "-m", "I waited an hour and felt small.");
  await ben.run("talk", "ask", "Where we live next year");
  await ben.run("openness", "set", "phone", "ask");
  await ana.run("openness", "set", "phone", "private");
  const list = await ana.run("joint", "list", "add", "For the weekend");
  await ana.run("joint", "add", list.id, "Bread");
  await ana.run("private", "add", "-m", "I am not sure what I want.");
  const draft = await ana.run("limit", "add", "--draft", "-a", "emotional", "-m", "I need quiet after work before I can talk.");
  // What was, as a file that she brought in.
  const file = join(ana.folder, "record.json");
  await ana.run("export", "--all", "-o", file);
  const copy = await ana.run("import", file);
  await meet();
  return { ana, ben, words, ids: { agreement: nights.id, open: plans.id, limit: limit.id, his_limit: his_limit.id, promise: promise.id, ritual: ritual.id, repair: repair.id, list: list.id, draft: draft.id, copy: copy.id } };
}
