// The browser took away what it kept: somebody cleared the data of websites, or space ran short. It tells whoever has it open, and nobody
// else; the core would only see that nothing can be saved any more.

/** Whether there is a home of this name on this device. */
export async function isThere(name: string): Promise<boolean> {
  return (await indexedDB.databases()).some((found) => found.name === name);
}

/** Calls back once when the home of this name, which is there, is taken away, or waits to be. Gives what ends the watch. */
export function watch(name: string, cleared: () => void): () => void {
  let ended = false;
  let end = () => {
    ended = true;
  };
  const asked = indexedDB.open(name);
  asked.onsuccess = () => {
    const db = asked.result;
    end = () => {
      ended = true;
      db.close();
    };
    if (ended) return end();
    const gone = () => {
      if (ended) return;
      end();
      cleared();
    };
    db.onclose = gone;
    db.onversionchange = (event) => {
      if (event.newVersion === null) gone();
    };
  };
  return () => end();
}
