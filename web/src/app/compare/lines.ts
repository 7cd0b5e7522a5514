import type { ComparedRun } from '../../state/compared-run.svelte';
import { Line } from '../../views/curves/lines';
import { readingOf, type Quantity, type Role } from '../../views/curves/quantities';
import { spread, type Entry } from './entries';

/** Which split the charts show. */
export type Shown = 'test' | 'train' | 'both';

/** The roles that a quantity has under that choice. */
export function rolesShown({ metric }: Quantity, shown: Shown): Role[] {
  if (!metric) return ['batch'];
  return shown === 'both' ? ['train', 'test'] : [shown];
}

/** The buffers of all lines, kept from picture to picture and filled where a run has gone on. */
export class Lines {
  #kept = new Map<string, Line>();
  #newest = new Map<Line, unknown>();

  of(run: ComparedRun, quantity: Quantity, role: Role): Line {
    const key = `${run.id} ${quantity.name} ${role}`;
    let line = this.#kept.get(key);
    if (!line) this.#kept.set(key, (line = new Line(role)));
    const { points } = readingOf(run.history, quantity, role);
    const newest = points.at(-1);
    if (newest === this.#newest.get(line) && points.length === line.count) return line;
    this.#newest.set(line, newest);
    return line.read(run.history, quantity);
  }

  /** Forgets those of runs that are gone. */
  keep(runs: readonly ComparedRun[]): void {
    const ids = new Set(runs.map(({ id }) => String(id)));
    for (const [key, line] of this.#kept) {
      if (ids.has(key.slice(0, key.indexOf(' ')))) continue;
      this.#kept.delete(key);
      this.#newest.delete(line);
    }
  }
}

export interface SpreadLine {
  xs: number[];
  mean: number[];
  low: number[];
  high: number[];
}

/**
 * Mean and one standard deviation to either side, at the steps where every run of an entry was
 * measured: no value is made up between two of them.
 */
export function spreadOf({ runs }: Entry, quantity: Quantity, role: Role): SpreadLine {
  const found = new Map<number, number[]>();
  for (const run of runs) {
    const { points, value } = readingOf(run.history, quantity, role);
    points.forEach(({ step }, i) => {
      const y = value(i);
      if (!Number.isFinite(y)) return;
      const values = found.get(step);
      if (values) values.push(y);
      else found.set(step, [y]);
    });
  }
  const line: SpreadLine = { xs: [], mean: [], low: [], high: [] };
  const measured = runs.filter(({ newest }) => newest !== null).length;
  for (const [step, values] of [...found].sort(([a], [b]) => a - b)) {
    if (values.length < Math.max(2, measured)) continue;
    const { mean, deviation } = spread(values);
    line.xs.push(step);
    line.mean.push(mean);
    line.low.push(mean - deviation);
    line.high.push(mean + deviation);
  }
  return line;
}
