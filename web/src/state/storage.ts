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
}

/** Where the present work is kept; tests put memory in its place. */
export interface Storage {
  load(): Promise<Save | null>;
  /** Throws a Refusal when the browser has no room or keeps nothing. */
  store(save: Save): Promise<void>;
}

const databaseName = 'lushan';
const storeName = 'work';
const presentKey = 'present';

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
  const { experiment, fragment, state, step, curves, pace } = value as Partial<Save>;
  return (
    typeof experiment === 'object' &&
    typeof fragment === 'string' &&
    typeof step === 'number' &&
    (state === null || state instanceof Uint8Array) &&
    Array.isArray(curves?.metrics) &&
    Array.isArray(curves.batches) &&
    (pace === undefined || isPace(pace))
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

/** The browser's database. Without it (private windows, blocked storage) nothing is kept. */
export class BrowserStorage implements Storage {
  async load(): Promise<Save | null> {
    const save = await readRecord(presentKey);
    return isSave(save) ? save : null;
  }

  store(save: Save): Promise<void> {
    return writeRecord(presentKey, save);
  }
}
