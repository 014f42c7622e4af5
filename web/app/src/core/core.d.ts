// What wasm-bindgen writes beside the core.
declare module "@core/accord_web.js" {
  export enum Locked { New = 0, Open = 1, Passphrase = 2 }
  export class Shut {
    static take(name: string, waitMs?: number): Promise<Shut>;
    locked(): Locked;
    set_aside(record: string): void;
    open(passphrase: string | null | undefined, changed: (event: string) => void): Promise<Core>;
  }
  export class Core {
    command(command: string, file?: Uint8Array): Promise<string>;
    relock(old: string | null, passphrase: string | null): Promise<void>;
    file(command: string, language: string, words: (id: string, args: string) => string): Promise<Uint8Array>;
    nudge(): void;
  }
  export function taken_in(): string | undefined;
  export function storage_state(): Promise<string>;
  export default function start(options: { module_or_path: string | WebAssembly.Module }): Promise<unknown>;
}
declare module "@core/accord_web_bg.wasm?url" {
  const url: string;
  export default url;
}
