// Opens an Automerge file and prints it as JSON. usage: node open.mjs FILE
import { readFileSync } from "node:fs";
import * as Automerge from "@automerge/automerge";

const file = new Uint8Array(readFileSync(process.argv[2]));
process.stdout.write(JSON.stringify(Automerge.load(file)));
