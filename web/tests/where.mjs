// Where the programs and the built app are.

import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const bin = process.env.ACCORD_BIN ?? here("../../target/debug");
// The finished site of `cargo xtask web`, or a folder of one's own while a screen is being made.
export const dist = process.env.ACCORD_APP ?? here("../../target/site");
