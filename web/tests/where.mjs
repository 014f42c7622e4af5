// Where the programs and the built app are.

import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const bin = process.env.ACCORD_BIN ?? here("../../target/debug");
export const dist = here("../app/dist");
