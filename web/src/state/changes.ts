import type { Experiment, Field, Manifest, RunInfo, Train } from '../engine/types';
import { blocksOf } from './model';

/** Where two documents differ: paths such as "train.optimizer.lr" and "model.layers.1.units". */
export function changedPaths(before: unknown, after: unknown, path: string[] = []): string[][] {
  if (Object.is(before, after)) return [];
  if (!isContainer(before) || !isContainer(after)) return [path];
  if (Array.isArray(before) || Array.isArray(after)) {
    const alike = Array.isArray(before) && Array.isArray(after) && before.length === after.length;
    if (!alike) return [path];
    if (typeof before[0] === 'number') return before.every((x, i) => x === after[i]) ? [] : [path];
  }
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    changedPaths(own(before, name), own(after, name), [...path, name]),
  );
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
}

/** What a change of the document asks of a run that goes on. */
export type Consequence =
  | { kind: 'nothing' }
  | { kind: 'live'; train: Train | null; options: { path: string; value: number }[] }
  | { kind: 'restart' };

/**
 * Decides by the engine's own description whether a run can take the change: what is marked live,
 * and the choice of optimizer and schedule, whose state then begins anew.
 */
export function consequence(info: RunInfo, after: Experiment, manifest: Manifest): Consequence {
  const changes = changedPaths(info.experiment, after);
  if (changes.length === 0) return { kind: 'nothing' };
  let train: Train | null = null;
  const options: { path: string; value: number }[] = [];
  for (const change of changes) {
    const [part] = change;
    if (part === 'train' && isLiveTraining(change, after, manifest)) {
      train = after.train;
      continue;
    }
    const option =
      part === 'model' && change.length > 2 ? liveOption(info, change, after, manifest) : null;
    if (!option) return { kind: 'restart' };
    options.push(option);
  }
  return { kind: 'live', train, options };
}

function isLiveTraining(
  [, name, option]: string[],
  after: Experiment,
  manifest: Manifest,
): boolean {
  if (name === 'optimizer' || name === 'schedule') {
    if (option === undefined || option === 'kind') return true;
    const list = name === 'optimizer' ? manifest.optimizers : manifest.schedules;
    const kind = after.train[name]?.kind;
    const field = list.find((entry) => entry.name === kind)?.fields.find(named(option));
    return field === undefined || field.live; // undefined: an option of the kind that was left
  }
  return manifest.train.fields.find(named(name))?.live ?? false;
}

function liveOption(
  info: RunInfo,
  [, column, index, name]: string[],
  after: Experiment,
  manifest: Manifest,
): { path: string; value: number } | null {
  if (column === 'output') return null;
  const layer = blocksOf(after.model, column)[Number(index)];
  const field = manifest.blocks
    .find((entry) => entry.name === layer?.kind)
    ?.fields.find(named(name));
  const path = info.layers.find(
    (known) => known.column === column && known.index === Number(index),
  )?.path;
  const value = layer && name ? layer[name] : undefined;
  if (!field?.live || path === undefined || typeof value !== 'number') return null;
  return { path: `${path}.${name}`, value };
}

const named = (name: string) => (field: Field) => field.name === name;
