// node bench/peers/report.mjs ROWS.jsonl: rows as Markdown tables, medians (least to most).
import fs from "node:fs"
import { fileURLToPath } from "node:url"

const show = x => typeof x !== "number" || Number.isNaN(x) ? "-" : Math.abs(x) >= 100 ? Math.round(x).toLocaleString("en") : Math.abs(x) >= 10 ? x.toFixed(1) : x.toFixed(2)
function spread(values) {
  const v = values.filter(x => typeof x === "number").sort((a, b) => a - b)
  if (!v.length) return "-"
  const middle = (v[(v.length - 1) >> 1] + v[v.length >> 1]) / 2
  return v.length === 1 || v[0] === v.at(-1) ? show(middle) : `${show(middle)} (${show(v[0])} to ${show(v.at(-1))})`
}

// [work, title, [column, value, mark of Accord]]
const tables = [
  ["steady", "50 couples, 200 entries/s in all", [["visible p50, ms", r => r.p50, "1.5"], ["p99, ms", r => r.p99, "5"], ["server CPU, us", r => r.cpu_us, "1.2 x floor"], ["up, B", r => r.up], ["down, B", r => r.down], ["both, B", r => r.up + r.down, "1,900"], ["written, B", r => r.written], ["not seen", r => r.missing, "0"]]],
  ["saturation", "50 couples, each up to 16 entries ahead of its partner", [["delivered, 1/s", r => r.per_s, "30,000"], ["server CPU, us", r => r.cpu_us, "15"], ["p50, ms", r => r.p50], ["p99, ms", r => r.p99], ["both ways, B", r => r.up + r.down, "600"], ["written, B", r => r.written], ["server, % of a processor", r => r.cpu_pct], ["not seen", r => r.missing, "0"]]],
  ["lone", "One couple, 20 entries/s: each alone", [["both ways, B", r => r.up + r.down, "1,900"], ["server CPU, us", r => r.cpu_us], ["written, B", r => r.written], ["folder after the end, B an entry", r => r.folder]]],
  ["catchup", "A partner comes back after 10,000 entries", [["holds all, ms", r => r.held ? r.ms : NaN, "150"], ["server CPU, ms", r => r.cpu_ms], ["down, B an entry", r => r.down, "600"], ["author sends all, ms", r => r.write_ms], ["server CPU then, us an entry", r => r.write_cpu_us], ["disk, B an entry", r => r.disk]]],
  ["start", "Start over 10,000 stored spaces", [["listens, ms", r => r.listen_ms], ["first in sync, ms", r => r.held ? r.ms : NaN, "25"], ["store, MB", r => r.store_mb]]],
  ["fsync", "Calls that wait for the disk, 20 entries/s", [["an entry", r => r.per_entry, "> 0, 1"]]],
  ["kill", "kill -9 at saturation, 20 couples", [["told saved", r => r.told], ["of these missing", r => r.told_missing, "0"], ["seen by the partner and missing", r => r.seen_missing], ["rooms not opened", r => r.unopened], ["until all is there again, ms", r => r.converged ? r.converge_ms : NaN]]],
  ["kill-steady", "kill -9 at 200 entries/s, 20 couples", [["told saved", r => r.told], ["of these missing", r => r.told_missing, "0"], ["seen by the partner and missing", r => r.seen_missing], ["rooms not opened", r => r.unopened], ["until all is there again, ms", r => r.converged ? r.converge_ms : NaN]]],
  ["idle", "1,000 connections on which nothing happens", [["memory of one, kB", r => r.kb, "9"], ["before them, MB", r => r.base_kb / 1024], ["connections", r => r.held], ["% of a processor", r => r.cpu_pct]]],
]

export function report(rows) {
  const lines = [], names = [...new Set(rows.map(row => row.peer))]
  for (const [work, title, columns] of tables) {
    const here = rows.filter(row => row.work === work && !row.error)
    if (!here.length) continue
    const loads = here.map(row => row.load)
    lines.push("", `${title} (load ${Math.min(...loads)} to ${Math.max(...loads)})`, "", `| | n | ${columns.map(([name]) => name).join(" | ")} |`, `|---|---|${columns.map(() => "---|").join("")}`)
    for (const name of names) {
      const own = here.filter(row => row.peer === name)
      if (own.length) lines.push(`| ${name} | ${own.length} | ${columns.map(([, value]) => spread(own.map(value))).join(" | ")} |`)
    }
    lines.push(`| mark | | ${columns.map(([, , mark]) => mark ?? "").join(" | ")} |`)
  }
  for (const row of rows.filter(row => row.error)) lines.push("", `failed: ${row.peer} ${row.work}: ${row.error}`)
  return lines.join("\n")
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(report(process.argv.slice(2).flatMap(file => fs.readFileSync(file, "utf8").trim().split("\n").map(line => JSON.parse(line)))))
}
