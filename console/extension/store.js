/* Pages that were taken, kept in the browser until the console has them (IndexedDB). */

const MOST_UNSENT = 10;

function open() {
  return new Promise((done, fail) => {
    const request = indexedDB.open("hubiao", 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore("captures", { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

async function act(mode, task) {
  const database = await open();
  try {
    return await new Promise((done, fail) => {
      const transaction = database.transaction("captures", mode);
      const request = task(transaction.objectStore("captures"));
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => fail(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Tell the panel that something changed. */
export function announce(message) {
  const channel = new BroadcastChannel("hubiao");
  channel.postMessage(message);
  channel.close();
}

export const all = () => act("readonly", (store) => store.getAll());
export const load = (id) => act("readonly", (store) => store.get(id));

export async function save(capture) {
  const id = await act("readwrite", (store) => store.put(capture));
  announce({ capture: id });
  return id;
}

export async function drop(id) {
  await act("readwrite", (store) => store.delete(id));
  announce({ capture: null });
}

/** Forget the oldest that nobody asked to keep; what waits to be sent again stays. */
export async function tidy() {
  const captures = (await all()).reverse();
  const idle = captures.filter((capture) => capture.state !== "waiting");
  for (const capture of idle.slice(MOST_UNSENT)) await drop(capture.id);
}
