// Records that ended a worker in the midst of taking them in, beside the home and not in it: the core that could write there has ended.
// They are kept for one build of the app; a newer one takes them in again.

const NAME = "accord-aside";
const STORE = "records";

function opened() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function within(mode, work) {
  const db = await opened();
  try {
    return await new Promise((done, failed) => {
      const tx = db.transaction(STORE, mode);
      const asked = work(tx.objectStore(STORE));
      tx.oncomplete = () => done(asked.result);
      tx.onerror = tx.onabort = () => failed(tx.error);
    });
  } finally {
    db.close();
  }
}

export function keepAside(record, build) {
  return within("readwrite", (records) => records.put(build, record));
}

/** What this build has set aside; what others had is forgotten. */
export function asideOf(build) {
  return within("readwrite", (records) => {
    const mine = [];
    const asked = records.openCursor();
    asked.onsuccess = () => {
      const at = asked.result;
      if (at === null) return;
      if (at.value === build) mine.push(at.key);
      else at.delete();
      at.continue();
    };
    return { result: mine };
  });
}
