// What is measured. Each work starts its own server over an empty folder and gives one or more rows.
import { execFileSync } from "node:child_process"
import fs from "node:fs"
import { Client, Server, sleep, strace } from "./lib/processes.mjs"

let nextPort = 21_000 + (process.pid % 500) * 20
const names = (letter, n) => [...Array(n).keys()].map(i => letter + i)
const sum = (states, field) => Object.values(states).reduce((total, state) => total + state[field], 0)
const partners = sent => Object.fromEntries(Object.entries(sent).map(([name, n]) => ["b" + name.slice(1), n]))
const bytesIn = dir => +execFileSync("du", ["-sb", dir]).toString().split("\t")[0]

/** A server over a fresh folder and everything that was started beside it, gone when the work is done. */
async function run(peer, base, work) {
  const dir = fs.mkdtempSync(`${base}/${peer.name}-`), all = []
  const server = (folder = dir, port = nextPort++) => { const one = new Server(peer, folder, port, base); all.push(one); return one.start() }
  const client = async name => { const one = new Client(peer, name, base); all.push(one); await one.ask("hello"); return one }
  try { return await work({ dir, server, client }) }
  finally {
    await Promise.all(all.filter(one => one instanceof Client).map(one => one.end()))
    for (const one of all) if (one instanceof Server) await one.kill()
    fs.rmSync(dir, { recursive: true, force: true })
  }
}

/** K couples, in sync: all authors in one process, all partners in another. */
async function couples(server, client, K) {
  const A = await client("A"), B = await client("B")
  B.onSeen = seen => A.send({ op: "credits", c: seen })
  const authors = names("a", K).map((c, i) => ({ c, room: `r${i}x${process.pid}x${server.port}`, create: true }))
  const { rooms } = await A.ask("open", { url: server.url, clients: authors, concurrency: 25 })
  await B.ask("open", { url: server.url, clients: authors.map(({ c }) => ({ c: "b" + c.slice(1), room: rooms[c] })), concurrency: 25, feedback: true })
  return { A, B, authors: authors.map(({ c }) => c), rooms }
}

export const works = {
  /** A steady rate, then as much as the partners keep up with. */
  async steady(peer, base, { K = 50, rate = 200, window = 16, secs = 5 }) {
    return run(peer, base, async ({ server: serve, client }) => {
      const server = await serve()
      const { A, B, authors } = await couples(server, client, K)
      await sleep(500)
      let load = await A.ask("load", { clients: authors, rate, secs: 1.5, keys: 200 })
      await B.raw("wait", { targets: partners(load.sent), timeout_ms: 15_000 })
      await B.ask("lat_reset")
      let before = server.snapshot()
      load = await A.ask("load", { clients: authors, rate, secs, keys: 200 })
      const arrived = await B.raw("wait", { targets: partners(load.sent), timeout_ms: 20_000 })
      const cost = server.since(before), lat = await B.ask("lat"), per = field => cost[field] / load.total
      const steady = { work: "steady", K, rate, entries: load.total, missing: arrived.left, p50: lat.p50, p95: lat.p95, p99: lat.p99,
        cpu_us: per("cpu_us"), up: per("up"), down: per("down"), written: per("written"), rss_kb: server.rssKb() }

      await sleep(300)
      await B.ask("lat_reset")
      const from = (await B.ask("state")).s, start = performance.now()
      before = server.snapshot()
      const loading = A.ask("load", { clients: authors, rate: 0, window, secs, keys: 200 }, (secs + 60) * 1000)
      await sleep(secs * 1000 - 150)
      const to = (await B.ask("state")).s, took = (performance.now() - start) / 1000, spent = server.since(before)
      const full = await loading, delay = await B.ask("lat"), n = sum(to, "seen") - sum(from, "seen")
      const drained = await B.raw("wait", { targets: partners(full.sent), timeout_ms: 20_000 })
      const saved = await A.ask("wait_saved", { timeout_ms: 5_000 })
      return [steady, { work: "saturation", K, window, per_s: n / took, p50: delay.p50, p99: delay.p99, cpu_us: spent.cpu_us / n, cpu_pct: spent.cpu_us / took / 1e4,
        up: spent.up / n, down: spent.down / n, written: spent.written / n, missing: drained.left, told: saved.told, saved: saved.ok, rss_kb: server.rssKb() }]
    })
  },
  /** One couple, each entry alone: bytes on the wire and on the disk. */
  async lone(peer, base, { rate = 20, secs = 5 }) {
    return run(peer, base, async ({ dir, server: serve, client }) => {
      // Settled first: what the start of a store and of a couple writes is not the entries'.
      const server = await serve()
      const { A, B, authors } = await couples(server, client, 1)
      await sleep(1_000)
      const before = server.snapshot()
      const load = await A.ask("load", { clients: authors, rate, secs, keys: 0 })
      await B.raw("wait", { targets: partners(load.sent), timeout_ms: 10_000 })
      await A.ask("wait_saved", { timeout_ms: 5_000 })
      const cost = server.since(before), per = field => cost[field] / load.total
      await server.stop()
      return [{ work: "lone", entries: load.total, cpu_us: per("cpu_us"), up: per("up"), down: per("down"), written: per("written"), folder: bytesIn(dir) / load.total }]
    })
  },
  /** The partner comes back after many entries. */
  async catchup(peer, base, { entries = 10_000 }) {
    if (peer.keeps === false) return []
    return run(peer, base, async ({ dir, server: serve, client }) => {
      const server = await serve(), A = await client("A"), B = await client("B")
      const { rooms } = await A.ask("open", { url: server.url, clients: [{ c: "a0", room: `w${server.port}`, create: true }] })
      const empty = bytesIn(dir), start = performance.now(), first = server.snapshot()
      await A.ask("load", { clients: ["a0"], rate: 0, window: 500, max: entries, keys: 0 })
      const saved = await A.ask("wait_saved", { timeout_ms: 90_000 }, 100_000)
      if (saved.told === false) await sleep(1_500)
      const writeMs = performance.now() - start, writing = server.since(first)
      await A.ask("close")
      await sleep(500)
      const before = server.snapshot(), back = performance.now()
      await B.ask("open", { url: server.url, clients: [{ c: "b0", room: rooms.a0 }] })
      const held = await B.raw("wait", { by: "count", targets: { b0: entries }, timeout_ms: 120_000 }, 130_000)
      const ms = performance.now() - back
      await sleep(100)
      const cost = server.since(before)
      await server.stop()
      return [{ work: "catchup", entries, held: held.ok, ms, cpu_ms: cost.cpu_us / 1000, down: cost.down ? cost.down / entries : null, write_ms: writeMs, write_cpu_us: writing.cpu_us / entries,
        write_up: writing.up / entries, disk: (bytesIn(dir) - empty) / entries }]
    })
  },
  /** The server dies without warning; what it told to have saved must be there, in a copy nobody has synced with since. */
  async kill(peer, base, { rate = 0, K = 20 }) {
    if (peer.keeps === false) return []
    return run(peer, base, async ({ dir, server: serve, client }) => {
      const C = await client("C"), server = await serve()
      const { A, B, authors, rooms } = await couples(server, client, K)
      const loading = A.ask("load", { clients: authors, rate, window: 16, secs: 30, keys: 200 })
      await sleep(rate ? 5_000 : 3_000)
      await server.kill()
      await A.ask("stop_load")
      await loading
      await sleep(300)
      const a = (await A.ask("state")).s, b = (await B.ask("state")).s
      const copy = `${dir}-copy`
      execFileSync("cp", ["-a", dir, copy])
      try {
        const again = await serve(dir, server.port)
        const sent = Object.fromEntries(Object.entries(a).map(([name, state]) => [name, state.sent]))
        const converged = await B.raw("wait", { targets: partners(sent), timeout_ms: 30_000 })
        const ms = performance.now() - again.startedAt
        await again.kill()
        // Not ended: what C opens may lie with them.
        await Promise.all([A.ask("close"), B.ask("close")])
        const alone = await serve(copy, server.port)
        let unopened = 0
        for (let i = 0; i < K; i += 10) {
          await Promise.all(authors.slice(i, i + 10).map(async name => {
            const opened = await C.raw("open", { url: alone.url, clients: [{ c: "f" + name.slice(1), room: rooms[name] }] }, 15_000)
            if (!opened.ok) unopened++
          }))
        }
        let c = {}
        for (let last = -1, same = 0, i = 0; i < 25 && same < 3; i++) {
          await sleep(1_000)
          c = (await C.ask("state")).s
          same = sum(c, "seen") === last ? same + 1 : 0
          last = sum(c, "seen")
        }
        const row = { work: rate ? "kill-steady" : "kill", K, sent: sum(a, "sent"), told: 0, told_missing: 0, seen: sum(b, "seen"), seen_missing: 0, unopened, converged: converged.ok, converge_ms: ms }
        for (const i of Array(K).keys()) {
          const kept = c["f" + i]?.seen ?? 0
          row.told += a["a" + i].acked ?? 0
          row.told_missing += Math.max(0, (a["a" + i].acked ?? 0) - kept)
          row.seen_missing += Math.max(0, b["b" + i].seen - kept)
        }
        return [row]
      } finally { fs.rmSync(copy, { recursive: true, force: true }) }
    })
  },
  /** Calls that wait for the disk, for each entry. */
  async fsync(peer, base, { rate = 20, secs = 5 }) {
    return run(peer, base, async ({ server: serve, client }) => {
      const server = await serve(), { A, authors } = await couples(server, client, 1)
      await A.ask("load", { clients: authors, rate, secs: 1, keys: 200 })
      const file = `${base}/strace-${peer.name}.txt`, tracer = strace(server.pid, file)
      await sleep(1_000)
      const load = await A.ask("load", { clients: authors, rate, secs, keys: 200 })
      await sleep(300)
      const saved = await A.ask("wait_saved", { timeout_ms: 3_000 })
      await sleep(400)
      tracer.kill("SIGINT")
      await tracer.gone
      let calls = 0
      // % time, seconds, usecs/call, calls, [errors], name
      for (const words of fs.readFileSync(file, "utf8").split("\n").map(line => line.trim().split(/\s+/))) if (/^(fsync|fdatasync|sync_file_range|msync|syncfs)$/.test(words.at(-1))) calls += +words[3]
      return [{ work: "fsync", entries: load.total, calls, per_entry: calls / load.total, told: saved.told, saved: saved.ok ?? null }]
    })
  },
  /** From the start of a server that keeps many spaces to the first that is in sync. */
  async start(peer, base, { spaces = 10_000 }) {
    if (!peer.fill) return []
    return run(peer, base, async ({ dir, server: serve, client }) => {
      const port = nextPort++, [cmd, ...args] = peer.fill(dir, spaces, port)
      const { room } = JSON.parse(execFileSync(cmd, args, { input: "" }).toString().trim().split("\n").at(-1))
      const store = bytesIn(dir), B = await client("B"), server = await serve(dir, port)
      await B.ask("open", { url: server.url, clients: [{ c: "b0", room }] }, 60_000)
      const held = await B.raw("wait", { by: "count", targets: { b0: 1 }, timeout_ms: 30_000 })
      const ms = performance.now() - server.startedAt
      await server.stop()
      return [{ work: "start", spaces, held: held.ok, listen_ms: server.listenMs, ms, store_mb: store / 1e6 }]
    })
  },
  /** Connections on which nothing happens, a room each. */
  async idle(peer, base, { connections = 1_000 }) {
    return run(peer, base, async ({ server: serve, client }) => {
      const server = await serve(), A = await client("A")
      const open = (from, n) => A.ask("open", { url: server.url, concurrency: 30, clients: [...Array(n).keys()].map(i => ({ c: `c${from + i}`, room: `i${from + i}x${server.port}`, create: true, lone: true })) }, 240_000)
      await open(0, 50)
      await sleep(1_500)
      const before = server.rssKb()
      await open(50, connections)
      await sleep(3_000)
      const held = server.connections().size, cpu = server.cpuUs().us
      await sleep(3_000)
      return [{ work: "idle", connections, held, base_kb: before, kb: (server.rssKb() - before) * 1.024 / connections, cpu_pct: (server.cpuUs().us - cpu) / 3e4 }]
    })
  },
}
