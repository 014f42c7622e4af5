// A server and a client adapter as processes, and what the system tells of them.
import { spawn, execFileSync } from "node:child_process"
import fs from "node:fs"
import net from "node:net"
import readline from "node:readline"

export const sleep = ms => new Promise(done => setTimeout(done, ms))
const started = new Set()
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(1))
process.on("exit", () => { for (const child of started) child.kill("SIGKILL") })

function start([cmd, ...args], options) {
  const child = spawn(cmd, args, options)
  started.add(child)
  child.on("error", () => {})
  child.gone = new Promise(done => child.on("close", () => { started.delete(child); child.ended = true; done() }))
  return child
}

const answers = port => new Promise(done => {
  const socket = net.connect(port, "127.0.0.1", () => { socket.destroy(); done(true) })
  socket.on("error", () => done(false))
})

export class Server {
  constructor(peer, dir, port, logs) { Object.assign(this, { peer, dir, port, logs }) }
  async start() {
    fs.mkdirSync(this.dir, { recursive: true })
    const log = fs.openSync(`${this.logs}/server-${this.peer.name}.log`, "a")
    this.startedAt = performance.now()
    // Its standard input stays open: some end with it.
    this.child = start(this.peer.server(this.port, this.dir), { cwd: this.dir, stdio: ["pipe", log, log] })
    fs.closeSync(log)
    while (!await answers(this.port)) {
      if (this.child.ended) throw new Error(`${this.peer.name} ended at its start`)
      if (performance.now() - this.startedAt > 60_000) throw new Error(`${this.peer.name} does not listen`)
      await sleep(2)
    }
    this.listenMs = performance.now() - this.startedAt
    return this
  }
  get url() { return `ws://127.0.0.1:${this.port}` }
  get pid() { return this.child.pid }
  /** Processor time in microseconds. Ticks count threads that ended; the scheduler's own sum is finer. */
  cpuUs() {
    const words = fs.readFileSync(`/proc/${this.pid}/stat`, "utf8").split(") ")[1].split(" ")
    let us = 0
    for (const thread of fs.readdirSync(`/proc/${this.pid}/task`)) {
      try { us += +fs.readFileSync(`/proc/${this.pid}/task/${thread}/schedstat`, "utf8").split(" ")[0] / 1000 } catch {}
    }
    return { ticks: (+words[11] + +words[12]) * 10_000, us }
  }
  rssKb() { return +/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${this.pid}/status`, "utf8"))[1] }
  writtenBytes() { return +/\nwrite_bytes: (\d+)/.exec(fs.readFileSync(`/proc/${this.pid}/io`, "utf8"))[1] }
  /** Bytes sent and received on each open connection. */
  connections() {
    const all = new Map()
    let partner = null
    for (const line of execFileSync("ss", ["-tinH", "sport", "=", `:${this.port}`], { maxBuffer: 1 << 28 }).toString().split("\n")) {
      if (/^\S/.test(line)) partner = line.trim().split(/\s+/)[4]
      const bytes = name => +(new RegExp(`${name}:(\\d+)`).exec(line)?.[1] ?? 0)
      const [sent, received] = [bytes("bytes_sent"), bytes("bytes_received")]
      if (partner && sent + received > 0) all.set(partner, [sent, received])
    }
    return all
  }
  snapshot() { return { cpu: this.cpuUs(), written: this.writtenBytes(), connections: this.connections() } }
  since(before) {
    const now = this.snapshot()
    const ticks = now.cpu.ticks - before.cpu.ticks, us = now.cpu.us - before.cpu.us
    let up = 0, down = 0
    for (const [who, [sent, received]] of now.connections) {
      const [sentBefore, receivedBefore] = before.connections.get(who) ?? [0, 0]
      down += sent - sentBefore
      up += received - receivedBefore
    }
    return { cpu_us: ticks - us > 30_000 ? ticks : us, up, down, written: now.written - before.written }
  }
  async stop() {
    if (this.child.ended) return
    if (this.peer.stop === "stdin") this.child.stdin.end()
    else this.child.kill(this.peer.stop ?? "SIGTERM")
    await Promise.race([this.child.gone, sleep(15_000)])
    await this.kill()
  }
  async kill() {
    if (this.child && !this.child.ended) { this.child.kill("SIGKILL"); await this.child.gone }
  }
}

export class Client {
  constructor(peer, name, logs) {
    const log = fs.openSync(`${logs}/client-${peer.name}-${name}.log`, "a")
    this.child = start(peer.client, { stdio: ["pipe", "pipe", log] })
    fs.closeSync(log)
    this.next = 0
    this.waiting = new Map()
    this.onSeen = () => {}
    readline.createInterface({ input: this.child.stdout }).on("line", line => {
      let message
      try { message = JSON.parse(line) } catch { return }
      if (message.event === "seen") return this.onSeen(message.s)
      this.waiting.get(message.id)?.(message)
      this.waiting.delete(message.id)
    })
    this.child.stdin.on("error", () => {})
    this.child.gone.then(() => { for (const answer of this.waiting.values()) answer({ ok: false, error: "the client's process ended" }) })
  }
  send(request) { this.child.stdin.write(JSON.stringify(request) + "\n") }
  /** The answer as it is. */
  raw(op, request = {}, limitMs = 180_000) {
    const id = ++this.next
    return new Promise(done => {
      const late = setTimeout(() => { this.waiting.delete(id); done({ ok: false, error: `no answer to ${op}` }) }, limitMs)
      this.waiting.set(id, answer => { clearTimeout(late); done(answer) })
      this.send({ id, op, ...request })
    })
  }
  /** The answer; an error is one. */
  async ask(op, request, limitMs) {
    const answer = await this.raw(op, request, limitMs)
    if (!answer.ok && answer.error) throw new Error(`${op}: ${answer.error}`)
    return answer
  }
  /** Ends by its own way, so that its homes go; then at once. */
  async end() { this.send({ op: "exit" }); await Promise.race([this.child.gone, sleep(3_000)]); if (!this.child.ended) this.child.kill("SIGKILL") }
}

export function strace(pid, file) { return start(["strace", "-f", "-c", "-o", file, "-e", "trace=fsync,fdatasync,sync_file_range,msync,syncfs", "-p", String(pid)], { stdio: "ignore" }) }
