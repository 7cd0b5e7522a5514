import type { Speed } from '../engine/protocol';
import type { Experiment } from '../engine/types';
import type { Kept } from './history';
import { Refusal } from './message';

/** How a run is played: the speed that was chosen, null for none, and the step to pause at, 0 for none. */
export interface Pace {
  speed: Speed | null;
  goal: number;
}

/** What a reload brings back. */
export interface Save {
  experiment: Experiment;
  /** Of the address at that time: an address that differs has the last word. */
  fragment: string;
  /** Of the run, as the engine wrote it; null at its beginning. */
  state: Uint8Array | null;
  step: number;
  curves: Kept;
  /** Saves of earlier versions have none. */
  pace?: Pace;
  /** When it was stored, in ms since 1970; the storage says so. */
  at?: number;
}

/** Where the present work is kept; tests put memory in its place. */
export interface Storage {
  load(): Promise<Save | null>;
  /** Throws a Refusal when the browser has no room or keeps nothing. */
  store(save: Save): Promise<void>;
}

const databaseName = 'lushan';
const storeName = 'work';
const tabName = 'lushan.tab'; // of what a tab's record is called, in the tab's own storage
const tabPrefix = 'tab.';
const oldKey = 'present'; // of the only record that earlier versions kept
const mostPatience = 300; // ms; a page that is reloaded may take a moment to let go of its record
const mostTabs = 3; // whose work is kept; each may be of many megabytes

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(storeName);
  const database = await settled(request);
  const forget = () => {
    connection = null;
  };
  database.onclose = forget;
  database.onversionchange = () => {
    database.close();
    forget();
  };
  return database;
}

// Stays open: a page that is left has no time to open it.
let connection: Promise<IDBDatabase> | null = null;
async function connected(): Promise<IDBDatabase> {
  connection ??= open();
  try {
    return await connection;
  } catch (error) {
    connection = null; // the next one tries anew
    throw error;
  }
}

function isPace(value: unknown): value is Pace {
  if (typeof value !== 'object' || value === null) return false;
  const { speed, goal } = value as Partial<Pace>;
  const playable = typeof speed === 'number' ? speed > 0 && speed < Infinity : speed === 'max';
  return (playable || speed === null) && Number.isSafeInteger(goal) && goal! >= 0;
}

/** Whether a record of the browser's database can be opened: it may be of another version. */
export function isSave(value: unknown): value is Save {
  if (typeof value !== 'object' || value === null) return false;
  const { experiment, fragment, state, step, curves, pace, at } = value as Partial<Save>;
  return (
    typeof experiment === 'object' &&
    typeof fragment === 'string' &&
    typeof step === 'number' &&
    (state === null || state instanceof Uint8Array) &&
    Array.isArray(curves?.metrics) &&
    Array.isArray(curves.batches) &&
    (pace === undefined || isPace(pace)) &&
    (at === undefined || typeof at === 'number')
  );
}

/** One record of the browser's database; null where nothing, or nothing readable, is kept. */
export async function readRecord(key: string): Promise<unknown> {
  try {
    const database = await connected();
    const store = database.transaction(storeName).objectStore(storeName);
    return (await settled<unknown>(store.get(key))) ?? null;
  } catch {
    return null;
  }
}

/**
 * Throws a Refusal when the browser has no room or keeps nothing. Once the database has been used, what
 * is written as the page is left is kept, too.
 */
export async function writeRecord(key: string, record: unknown): Promise<void> {
  try {
    const database = await connected();
    const transaction = database.transaction(storeName, 'readwrite');
    const finished = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    transaction.objectStore(storeName).put(record, key);
    transaction.commit(); // else it waits for an answer that a page that is left does not get
    await finished;
  } catch (error) {
    const full = error instanceof DOMException && error.name === 'QuotaExceededError';
    throw new Refusal(full ? 'state.storage_full' : 'state.storage_blocked');
  }
}

/** Whether no other page that is open has the record of this name. It is this page's from then on. */
function claim(key: string): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true); // as where the page comes without TLS
  const patience = AbortSignal.timeout(mostPatience);
  const untilLeft = () =>
    new Promise<void>((leave) => addEventListener('pagehide', () => leave(), { once: true }));
  return new Promise((resolve) => {
    const held = navigator.locks.request(key, { signal: patience }, () => {
      resolve(true);
      return untilLeft();
    });
    held.catch(() => resolve(!patience.aborted));
  });
}

/** What the record of this tab is called, the same after a reload, and the one that it begins with: a tab that
 *  is duplicated has the name of the first, which is another's while that is open. */
async function ownKeys(): Promise<{ own: string; first: string }> {
  try {
    const kept = sessionStorage.getItem(tabName);
    if (kept && (await claim(kept))) return { own: kept, first: kept };
    const own = tabPrefix + Math.random().toString(36).slice(2);
    sessionStorage.setItem(tabName, own);
    await claim(own);
    return { own, first: kept ?? own };
  } catch {
    return { own: tabPrefix, first: tabPrefix }; // a browser that keeps nothing
  }
}

/** What the tabs have saved, newest first; earlier versions did not say when. */
async function savesOfTabs(): Promise<{ key: IDBValidKey; save: Save }[]> {
  try {
    const store = (await connected()).transaction(storeName).objectStore(storeName);
    const range = IDBKeyRange.bound(tabPrefix, `${tabPrefix}\uffff`);
    const [keys, records, old] = await Promise.all([
      settled(store.getAllKeys(range)),
      settled<unknown[]>(store.getAll(range)),
      settled<unknown>(store.get(oldKey)),
    ]);
    return [...keys.map((key, i) => ({ key, save: records[i] })), { key: oldKey, save: old }]
      .filter((one): one is { key: IDBValidKey; save: Save } => isSave(one.save))
      .sort((a, b) => (b.save.at ?? 0) - (a.save.at ?? 0));
  } catch {
    return [];
  }
}

// Where that fails they stay for the next tab.
async function forget(keys: IDBValidKey[]): Promise<void> {
  try {
    const store = (await connected()).transaction(storeName, 'readwrite').objectStore(storeName);
    for (const key of keys) store.delete(key);
  } catch {
    // a browser that keeps nothing
  }
}

/**
 * The browser's database. Without it (private windows, blocked storage) nothing is kept. Each tab has a
 * record of its own, or a link that is opened in another one would take the place of the run in this one;
 * a new tab begins with the newest, a duplicated one with that of the first.
 */
export class BrowserStorage implements Storage {
  #keys = ownKeys();

  async load(): Promise<Save | null> {
    // A page that comes back as it was had let go of its record.
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) this.#keys = ownKeys();
    });
    const { own, first } = await this.#keys;
    const kept = await readRecord(first);
    if (isSave(kept) && own === first) return kept;
    const saves = await savesOfTabs();
    await forget(saves.slice(mostTabs - 1).map(({ key }) => key));
    return isSave(kept) ? kept : (saves.at(0)?.save ?? null);
  }

  async store(save: Save): Promise<void> {
    const { own } = await this.#keys;
    await writeRecord(own, { ...save, at: Date.now() });
  }
}
