// node bench/peers/run.mjs [--peers accord,floor] [--work steady,catchup] [--reps 3] [--quick] [--out FILE] [--data DIR]
// Every work for every server, in turns, so that servers of one round share the machine's mood. Rows as JSON lines; a report at the end.
import fs from "node:fs"
import os from "node:os"
import { peers } from "./peers.mjs"
import { report } from "./report.mjs"
import { works } from "./works.mjs"

const option = (name, otherwise) => { const at = process.argv.indexOf("--" + name); return at < 0 ? otherwise : process.argv[at + 1] }
const quick = process.argv.includes("--quick")
const base = fs.mkdtempSync((option("data", os.tmpdir())) + "/peers-"), out = option("out", `${base}/rows.jsonl`)
// Repetitions: what is counted needs none.
const plan = [["steady", {}, 3], ["lone", {}, 1], ["catchup", {}, 3], ["start", {}, 3], ["fsync", {}, 1], ["kill", {}, 1], ["kill", { rate: 200 }, 1], ["idle", {}, 1]]
const wanted = option("peers", "").split(",").filter(Boolean), chosen = option("work", "").split(",").filter(Boolean)
const load1 = () => +fs.readFileSync("/proc/loadavg", "utf8").split(" ")[0]
// Other projects' servers in the plan without names: once each, and only what takes seconds.
const ours = ["floor-relay", "floor", "accord"], brief = ["steady", "lone"]

const rows = [], begun = performance.now()
for (const [work, how, repetitions] of plan) {
  if (chosen.length && !chosen.includes(work)) continue
  for (let rep = 1; rep <= +option("reps", quick ? 1 : repetitions); rep++) {
    for (const peer of peers) {
      if (wanted.length ? !wanted.includes(peer.name) : !ours.includes(peer.name) && (rep > 1 || !brief.includes(work))) continue
      if (!wanted.length && peer.name === "floor-relay" && work !== "steady" && work !== "idle") continue
      if (!peer.here) { console.error(`# ${peer.name} is not installed`); continue }
      const start = performance.now(), load = load1()
      let made
      try { made = await works[work](peer, base, quick ? { ...how, secs: 2 } : how) }
      catch (error) { made = [{ work, error: String(error?.message ?? error).slice(0, 300) }] }
      for (const row of made) {
        rows.push({ peer: peer.name, rep, load, ...row })
        fs.appendFileSync(out, JSON.stringify(rows.at(-1)) + "\n")
      }
      console.error(`# ${peer.name} ${work} ${((performance.now() - start) / 1000).toFixed(1)} s ${made.find(row => row.error)?.error ?? ""}`)
    }
  }
}
console.log(report(rows))
console.log(`\nrows: ${out}; ${((performance.now() - begun) / 60_000).toFixed(1)} minutes`)
process.exit(rows.some(row => row.error || row.told_missing > 0) ? 1 : 0)
