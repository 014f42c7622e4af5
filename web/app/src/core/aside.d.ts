/** Keeps the name of a record that ended a worker of this build. */
export function keepAside(record: string, build: string): Promise<unknown>;
/** What this build has set aside; what others had is forgotten. */
export function asideOf(build: string): Promise<string[]>;
