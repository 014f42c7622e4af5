// Passes what a test asks on to a worker that holds the core, and its answers back.

const workers = new Map();
let asked = 0;

/** Starts a worker under this name. */
window.start = (name) => {
  const worker = new Worker("/worker.js", { type: "module" });
  const waiting = new Map();
  const events = [];
  worker.onmessage = ({ data }) => {
    if (data.event !== undefined) return events.push(data.event);
    const { resolve, reject } = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error === undefined) resolve(data.answer);
    else reject(new Error(data.error));
  };
  workers.set(name, { worker, waiting, events });
};

/** Asks a worker: one of its functions by name, with arguments. */
window.ask = (name, what, ...args) =>
  new Promise((resolve, reject) => {
    const { worker, waiting } = workers.get(name);
    const id = (asked += 1);
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, what, args });
  });

/** What the worker's home said happened so far. */
window.events = (name) => workers.get(name).events;

/** Ends a worker in the midst of whatever it does. */
window.kill = (name) => {
  workers.get(name).worker.terminate();
  workers.delete(name);
};

document.title = "ready";
