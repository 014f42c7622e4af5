// Thin client on Evolu's own protocol functions (create/applyProtocolMessage..., encryption included), each client with an in-memory
// SQLite store of the same storage code. The full Evolu client (worker and query layer) has no build for Node.
import { serve } from "../../lib/adapter.mjs"
import WebSocket from "ws"
import { installPolyfills } from "@evolu/common/polyfills"
installPolyfills()
import { createConsole, createRandom, createRandomBytes, createSqlite, createIdFromString } from "@evolu/common"
import * as L from "@evolu/common/local-first"
import { createBetterSqliteDriver, createRun, createTimingSafeEqual } from "@evolu/nodejs"
import { createHash } from "node:crypto"
const { SubscriptionFlags } = L
const base = { console: createConsole({ level: "warn" }), random: createRandom(), randomBytes: createRandomBytes(), timingSafeEqual: createTimingSafeEqual(), createSqliteDriver: createBetterSqliteDriver }
const root = createRun(base)
const secretOf = room => new Uint8Array(createHash("sha256").update(room).digest())
const noDep = { time: { now: () => Date.now() }, timestampConfig: { maxDrift: 5 * 60 * 1000 } }
serve({
  name: "Evolu protocol client", versions: { "@evolu/common": "8.0.0-next.5", "@evolu/nodejs": "3.0.0-next.3" }, plaintext: false,
  ack: "the relay's response to the write (stored in its SQLite first)",
  async open({ url, room, onEntry }) {
    const owner = L.createSharedOwner(secretOf(room))
    const sqlite = await root.orThrow(createSqlite("m", { mode: "memory" }))
    L.createBaseSqliteStorageTables({ sqlite }); L.createRelayStorageTables({ sqlite })
    const inner = L.createRelaySqliteStorage({ ...base, sqlite })({ isOwnerWithinQuota: () => true })
    const map = new Map()
    const take = m => {
      const r = L.decryptAndDecodeDbChange(m, owner.encryptionKey); if (!r.ok) { console.error("decrypt", r); return }
      const { k, v } = r.value.values; map.set(k, v); onEntry(k, v)
    }
    let local = false
    const storage = { ...inner, writeMessages: (o, ms) => async run => { const r = await run(inner.writeMessages(o, ms)); if (r.ok && !local) for (const m of ms) take(m); return r } }
    const deps = { ...base, storage, sqlite }
    const run = root.create(deps)
    let ts = L.createInitialTimestamp(base), ws, closed = false, acked = 0, sent = 0, inflight = [], synced, pending = []
    const first = new Promise(r => { synced = r })
    const send = b => { if (ws?.readyState === 1) ws.send(b) }
    const connect = () => {
      ws = new WebSocket(`${url}/?ownerId=${owner.id}`, { perMessageDeflate: false })
      ws.binaryType = "nodebuffer"
      let q = Promise.resolve(), syncing = true
      inflight = []
      ws.on("open", () => send(L.createProtocolMessageForSync(deps)(owner.id, SubscriptionFlags.Subscribe)))
      ws.on("message", d => { q = q.then(async () => {
        const isResponse = true
        const r = await run(L.applyProtocolMessageAsClient(new Uint8Array(d), { writeKey: owner.writeKey }))
        if (!r.ok) { console.error(JSON.stringify(r.error)); return }
        if (r.value.type === "Response") send(r.value.message)
        else if (r.value.type === "NoResponse") {
          if (syncing) { syncing = false; synced(); acked = sent - inflight.length }
          else if (inflight.length) { inflight.shift(); acked++ }
        }
      }).catch(e => console.error(e)) })
      ws.on("error", () => {})
      ws.on("close", () => { if (!closed) setTimeout(connect, 300) })
    }
    connect()
    await Promise.race([first, new Promise((_, no) => setTimeout(() => no(new Error("not synced")), 30000))])
    const idBytes = L.ownerIdToOwnerIdBytes(owner.id)
    return {
      room,
      edit(k, v) {
        const t = L.sendTimestamp(noDep)(ts); if (!t.ok) throw new Error(JSON.stringify(t.error)); ts = t.value
        const m = { timestamp: ts, change: { table: "e", id: createIdFromString(k), values: { k, v }, isInsert: true, isDelete: null } }
        map.set(k, v); sent++
        if (ws.readyState === 1) inflight.push(1)
        // one encryption for the wire (createProtocolMessageFromCrdtMessages) and one for the local store, as the messages are kept encrypted there
        send(L.createProtocolMessageFromCrdtMessages(base)(owner, [m]))
        const enc = { timestamp: ts, change: L.encodeAndEncryptDbChange(base)(m, owner.encryptionKey) }
        run(inner.writeMessages(idBytes, [enc])).catch?.(() => {})
      },
      count: () => map.size, acked: () => acked, close() { closed = true; ws.close(); sqlite[Symbol.dispose]?.() },
    }
  },
})
