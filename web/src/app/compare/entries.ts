import type { Metrics } from '../../engine/types';
import { t, has, type MessageKey } from '../../i18n';
import type { Manifest } from '../../engine/types';
import type { ComparedRun } from '../../state/compared-run.svelte';
import { modelText } from './words';

/** What is looked at as one: a run, or a sweep of seeds. */
export interface Entry {
  key: string;
  runs: ComparedRun[];
  sweep: boolean;
  color: number;
}

export function entriesOf(runs: readonly ComparedRun[]): Entry[] {
  const entries: Entry[] = [];
  for (const run of runs) {
    const { sweep } = run.origin;
    const known = entries.find(({ key }) => key === `sweep ${sweep}`);
    if (known) known.runs.push(run);
    else {
      const key = sweep === undefined ? `run ${run.id}` : `sweep ${sweep}`;
      entries.push({ key, runs: [run], sweep: sweep !== undefined, color: run.color });
    }
  }
  return entries;
}

/** What a run is called where its reader has not named it. */
export function defaultName({ origin, document }: ComparedRun, manifest: Manifest): string {
  const key = `family.${origin.family}`;
  return has(key) ? t(key as MessageKey) : modelText(document.model, manifest);
}

export const nameOfRun = (run: ComparedRun, manifest: Manifest) =>
  run.name || defaultName(run, manifest);

/** Of a sweep: its model under so many seeds. */
export function nameOfEntry({ runs, sweep }: Entry, manifest: Manifest): string {
  const name = nameOfRun(runs[0], manifest);
  return sweep ? t('compare.seeds_of', { n: runs.length, name }) : name;
}

/** Mean and sample standard deviation of what is there; NaN where nothing is. */
export function spread(values: number[]): { mean: number; deviation: number; count: number } {
  const there = values.filter((value) => !Number.isNaN(value));
  const count = there.length;
  const mean = there.reduce((sum, value) => sum + value, 0) / count;
  const squares = there.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0, count };
}

/** A metric as it was measured last. */
export const finalOf = (run: ComparedRun, split: 'train' | 'test', metric: keyof Metrics) =>
  run.newest?.[split][metric] ?? NaN;
