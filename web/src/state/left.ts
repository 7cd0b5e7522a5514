import type { Experiment } from '../engine/types';
import { isControlGroup, type ControlGroup } from './controls';

/** The document of a page that was left: its last changes may be neither in the address nor saved. */
export interface Left {
  experiment: Experiment;
  /** The controls that were left out. */
  hidden: readonly ControlGroup[];
  /** The address bar's fragment at that time. */
  fragment: string;
  /** The fragment of that page's last save; null where it had none. */
  saved: string | null;
}

/** Where a page that is left puts its document for the reload that may follow. */
export interface LeftStore {
  /** What the page was left with, if it is opened again: another address has the last word. */
  load(fragment: string): Left | null;
  store(left: Left | null): void;
}

const key = 'lushan.left';

function isLeft(value: unknown): value is Left {
  if (typeof value !== 'object' || value === null) return false;
  const { experiment, hidden, fragment, saved } = value as Partial<Left>;
  return (
    typeof experiment === 'object' &&
    experiment !== null &&
    Array.isArray(hidden) &&
    hidden.every(isControlGroup) &&
    typeof fragment === 'string' &&
    (saved === null || typeof saved === 'string')
  );
}

/** The tab's own storage: the database is that of all tabs, and a save waits for the worker. */
export const browserLeft: LeftStore = {
  load(fragment) {
    try {
      const left: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
      if (!isLeft(left)) return null;
      // A reload has begun with the address of that time, which the page may have written anew since.
      const [navigation] = performance.getEntriesByType('navigation');
      const { type } = navigation as PerformanceNavigationTiming;
      return type === 'reload' || left.fragment === fragment ? left : null;
    } catch {
      return null; // a browser that keeps nothing
    }
  },
  store(left) {
    try {
      if (left) sessionStorage.setItem(key, JSON.stringify(left));
      else sessionStorage.removeItem(key);
    } catch {
      // no room, or a browser that keeps nothing: the address and the last save are what there is
    }
  },
};
