import type { Chosen, Entry, Experiment, Manifest, Options } from '../engine/types';
import { writeHidden, type ControlGroup } from './controls';
import { writeOptions } from './link-fields';
import type { Message } from './message';
import { blocksOf, columnsOf } from './model';

// An experiment as the fragment of an address, version 1:
//
//   v=1&seed=7&task=spiral,noise:0.1&layers=features;dense,units:6&optimizer=sgd,lr:0.03&batch=10
//
// A model of two columns has encoder= and decoder= in place of layers=.
// Only what differs from the engine's defaults is written; all names are the engine's own. A layer
// begins with its kind, options follow as name:value; texts are percent-encoded. Last may stand which
// groups of controls the page leaves out for whoever opens the link: hide=tasks,seed

export const version = '1';
export const longest = 32_000; // characters of a link that is read at all

export interface LinkContent {
  experiment: Experiment;
  /** What the link said that could not be carried over. */
  notes: Message[];
  /** How the outcome is to be shown, where the link says it. */
  display?: { testData: boolean; discretize: boolean };
  /** The controls that are left out. */
  hidden: ControlGroup[];
}

function writeChosen(chosen: Chosen, list: Entry[], path: string, notes: Message[]): string {
  const fields = list.find((entry) => entry.name === chosen.kind)?.fields ?? [];
  return [chosen.kind, ...writeOptions(chosen, fields, path, notes)].join(',');
}

/**
 * The fragment, without "#", that builds this experiment, with some controls left out; notes tell what
 * it cannot carry.
 */
export function writeLink(
  experiment: Experiment,
  manifest: Manifest,
  hidden: readonly ControlGroup[] = [],
): { fragment: string; notes: Message[] } {
  const notes: Message[] = [];
  const parts = [`v=${version}`];
  const { task, model, train } = experiment;
  if (experiment.seed !== undefined) parts.push(`seed=${experiment.seed}`); // even the default one
  parts.push(`task=${writeChosen(task, manifest.tasks, 'task', notes)}`);
  for (const column of columnsOf(model)) {
    const layers = blocksOf(model, column).map((layer, i) =>
      writeChosen(layer, manifest.blocks, `${column}[${i}]`, notes),
    );
    if (layers.length > 0 || column !== 'layers') parts.push(`${column}=${layers.join(';')}`);
  }
  for (const part of writeOptions(model as Options, manifest.model.fields, 'model', notes)) {
    parts.push(part.replace(':', '='));
  }
  const output = writeOptions(model.output ?? {}, manifest.output.fields, 'output', notes);
  if (output.length > 0) parts.push(`output=${output.join(',')}`);
  if (train.loss) parts.push(`loss=${writeChosen(train.loss, manifest.losses, 'loss', notes)}`);
  if (train.optimizer) {
    parts.push(
      `optimizer=${writeChosen(train.optimizer, manifest.optimizers, 'optimizer', notes)}`,
    );
  }
  if (
    train.schedule &&
    writeChosen(train.schedule, manifest.schedules, 'schedule', []) !== 'constant'
  ) {
    parts.push(`schedule=${writeChosen(train.schedule, manifest.schedules, 'schedule', notes)}`);
  }
  for (const part of writeOptions(train as Options, manifest.train.fields, 'train', notes)) {
    parts.push(part.replace(':', '='));
  }
  if (hidden.length > 0) parts.push(writeHidden(hidden));
  return { fragment: parts.join('&'), notes };
}

/** A fragment as it was written without the controls that it hides. */
export const withoutHidden = (fragment: string): string => fragment.replace(/&hide=[^&]*/, '');

/** What follows "#" in a whole address; the text itself when it is a fragment already. */
export function fragmentOf(text: string): string {
  const trimmed = text.trim();
  const hash = trimmed.indexOf('#');
  return hash < 0 ? trimmed : trimmed.slice(hash + 1);
}

/** Whether a text looks like a link that readLink should try: an address with a fragment, or settings. */
export function isLink(text: string): boolean {
  const trimmed = text.slice(0, longest).trim();
  return /^https?:\/\/[^\s#]+#\S+$/.test(trimmed) || /^#?\w+=[^\s]*$/.test(trimmed);
}
