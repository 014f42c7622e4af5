// A real relay that serves the pages too, and the command line of a partner.

import { spawn, execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A relay on loopback with these folders as its app, or with the one built in where there is none. */
export class Relay {
  static async open(bin, ...folders) {
    const relay = new Relay();
    relay.bin = bin;
    relay.folder = await mkdtemp(join(tmpdir(), "accord-relay-"));
    for (const folder of folders) await cp(folder, join(relay.folder, "web"), { recursive: true });
    relay.web = folders.length === 0 ? [] : ["--web", join(relay.folder, "web")];
    await relay.start("127.0.0.1:0");
    return relay;
  }

  async start(listen = this.address) {
    const args = ["serve", "--listen", listen, "--data", join(this.folder, "data")];
    this.process = spawn(join(this.bin, "accord-server"), [...args, "--registration", "open", ...this.web], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [line] = await Promise.race([
      createInterface({ input: this.process.stdout })[Symbol.asyncIterator]().next().then(({ value }) => [value]),
      new Promise((_, failed) => this.process.once("exit", (code) => failed(new Error(`the relay ended: ${code}`)))),
    ]);
    this.origin = JSON.parse(line).listening;
    this.address = new URL(this.origin).host;
  }

  /** Ends it as a power cut does. */
  async kill() {
    const gone = new Promise((done) => this.process.once("exit", done));
    this.process.kill("SIGKILL");
    await gone;
  }

  async close() {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Somebody with the command line. */
export class Person {
  static async at(bin) {
    const person = new Person();
    person.bin = bin;
    person.folder = await mkdtemp(join(tmpdir(), "accord-person-"));
    return person;
  }

  /** Runs a command and reads its answer. */
  async run(...words) {
    const args = ["--home", join(this.folder, "home"), ...words, "--unlock", "none", "--json"];
    const { stdout } = await run(join(this.bin, "accord"), args, { env: { HOME: this.folder, HOSTNAME: "laptop" } });
    return JSON.parse(stdout);
  }

  forget() {
    return rm(this.folder, { recursive: true, force: true });
  }
}
