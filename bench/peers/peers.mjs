// The servers that are compared: how each is started, and whose client drives it. README.md says what to add for another one.
import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"

const here = path.dirname(fileURLToPath(import.meta.url))
const bench = process.env.ACCORD_BENCH ?? path.join(here, "../../target/release/accord-bench")
const relay = process.env.ACCORD_RELAY ?? bench // another build's, to compare two
const homes = fs.existsSync("/dev/shm") ? "/dev/shm" : os.tmpdir() // a hundred clients do not share one disk
const adapter = file => path.join(here, "adapters", file)
const node = (file, ...args) => [process.execPath, adapter(file), ...args]
const node24 = process.env.NODE24 ?? adapter("evolu/node_modules/node/bin/node")
const ysweet = process.env.YSWEET ?? "y-sweet"
const installed = name => fs.existsSync(adapter(name + "/node_modules"))
const found = program => (program.includes("/") ? [program] : process.env.PATH.split(":").map(dir => path.join(dir, program))).some(file => fs.existsSync(file))
const floor = [bench, "adapter", "--floor"]
const at = port => `127.0.0.1:${port}`

export const peers = [
  { name: "floor-relay", keeps: false, here: found(bench), server: port => [bench, "floor", "--listen", at(port)], client: floor },
  { name: "floor", here: found(bench), server: (port, dir) => [bench, "floor", "--listen", at(port), "--file", `${dir}/floor.sqlite`], client: floor },
  // The relay ends, and puts its store in order, when its standard input does.
  { name: "accord", here: found(bench), stop: "stdin", server: (port, dir) => [relay, "serve", dir, "--listen", at(port)], client: [bench, "--client-folder", homes, "adapter"],
    fill: (dir, spaces, port) => [bench, "--client-folder", homes, "fill", dir, String(spaces), "--listen", at(port)] },
  { name: "y-sweet", here: installed("ysweet") && found(ysweet), stop: "SIGINT", server: (port, dir) => [ysweet, "serve", "--host", "127.0.0.1", "--port", String(port), dir], client: node("ysweet/client.mjs") },
  { name: "hocuspocus", here: installed("hocuspocus"), server: (port, dir) => node("hocuspocus/server.mjs", String(port), dir), client: node("hocuspocus/client.mjs") },
  { name: "evolu", here: installed("evolu") && found(node24), server: (port, dir) => [node24, adapter("evolu/server.mjs"), String(port), dir], client: [node24, adapter("evolu/client.mjs")] },
  { name: "automerge-repo", here: installed("automerge"), server: (port, dir) => node("automerge/server.mjs", String(port), dir), client: node("automerge/client.mjs"),
    fill: (dir, documents) => node("automerge/fill.mjs", dir, String(documents)) },
]
