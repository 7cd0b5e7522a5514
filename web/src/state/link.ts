import type { Chosen, Entry, Experiment, Manifest, Options, Train } from '../engine/types';
import { readHidden, writeHidden, type ControlGroup } from './controls';
import { readOptions, readValue, unescaped, writeOptions } from './link-fields';
import { quoted, Refusal, type Message } from './message';
import { blocksOf, columnsOf } from './model';
import { isPlaygroundLink, readPlayground } from './playground';

// An experiment as the fragment of an address, version 1:
//
//   v=1&seed=7&task=spiral,noise:0.1&layers=features;dense,units:6&optimizer=sgd,lr:0.03&batch=10
//
// A model of two columns has encoder= and decoder= in place of layers=.
// Only what differs from the engine's defaults is written; all names are the engine's own. A layer
// begins with its kind, options follow as name:value; texts are percent-encoded. Last may stand which
// groups of controls the page leaves out for whoever opens the link: hide=tasks,seed

const version = '1';
const longest = 32_000; // characters of a link that is read at all
const mostLayers = 256; // read before the engine sees them; it has a bound of its own

export interface LinkContent {
  experiment: Experiment;
  /** What the link said that could not be carried over. */
  notes: Message[];
  /** How the outcome is to be shown, where the link says it. */
  display?: { testData: boolean; discretize: boolean };
  /** The controls that are left out. */
  hidden: ControlGroup[];
}

function entryOf<E extends Entry>(list: E[], kind: string, path: string): E {
  const entry = list.find((candidate) => candidate.name === kind);
  if (!entry) throw new Refusal('link.no_such_kind', { path, name: quoted(kind) });
  return entry;
}

// --- writing ------------------------------------------------------------------------------------

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

// --- reading ------------------------------------------------------------------------------------

function readChosen(text: string, list: Entry[], path: string): Chosen {
  const [kind, ...parts] = text.split(',');
  const entry = entryOf(list, kind, path);
  return { ...readOptions(parts, entry.fields, path), kind } as Chosen;
}

function readLayers(text: string, column: string, manifest: Manifest): Chosen[] {
  if (text === '') return [];
  const layers = text.split(';');
  if (layers.length > mostLayers) {
    throw new Refusal('link.too_many', { path: column, most: mostLayers });
  }
  return layers.map((layer, i) => readChosen(layer, manifest.blocks, `${column}[${i}]`));
}

/** The name=value pairs of a fragment; a name that comes twice is refused. */
export function pairsOf(fragment: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const part of fragment.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = unescaped(equals < 0 ? part : part.slice(0, equals), quoted(part));
    if (pairs.has(name)) throw new Refusal('link.twice', { name: quoted(name) });
    if (equals < 0) throw new Refusal('link.no_value', { path: quoted(name) });
    pairs.set(name, part.slice(equals + 1));
  }
  return pairs;
}

function readVersion1(pairs: Map<string, string>, manifest: Manifest): Experiment {
  const task = pairs.get('task');
  if (task === undefined) throw new Refusal('link.no_task');
  const own: Options = {};
  const train: Train = {};
  const experiment: Experiment = {
    lushan: 1,
    task: readChosen(task, manifest.tasks, 'task'),
    model: pairs.has('encoder') || pairs.has('decoder') ? {} : { layers: [] },
    train,
  };
  for (const [name, text] of pairs) {
    switch (name) {
      case 'v':
      case 'task':
      case 'hide':
        break;
      case 'layers':
      case 'encoder':
      case 'decoder':
        experiment.model[name] = readLayers(text, name, manifest);
        break;
      case 'output':
        experiment.model.output = readOptions(text.split(','), manifest.output.fields, 'output');
        break;
      case 'loss':
        train.loss = readChosen(text, manifest.losses, 'loss');
        break;
      case 'optimizer':
        train.optimizer = readChosen(text, manifest.optimizers, 'optimizer');
        break;
      case 'schedule':
        train.schedule = readChosen(text, manifest.schedules, 'schedule');
        break;
      default: {
        const ofTrain = manifest.train.fields.find((field) => field.name === name);
        const ofModel = manifest.model.fields.find((field) => field.name === name);
        const ofDocument = manifest.experiment.fields.find((field) => field.name === name);
        if (ofTrain) Object.assign(train, { [name]: readValue(text, ofTrain, name) });
        else if (ofModel)
          Object.assign(experiment.model, { [name]: readValue(text, ofModel, name) });
        else if (ofDocument) own[name] = readValue(text, ofDocument, name);
        else throw new Refusal('link.unknown', { name: quoted(name) });
      }
    }
  }
  return { ...own, ...experiment };
}

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

/**
 * Reads a link of ours or of TensorFlow Playground, given as a fragment or as a whole address.
 * Throws a Refusal that names what cannot be read. The engine has the last word on the experiment.
 */
export function readLink(text: string, manifest: Manifest): LinkContent {
  if (text.length > longest)
    throw new Refusal('link.too_long', { length: text.length, most: longest });
  const fragment = fragmentOf(text);
  const pairs = pairsOf(fragment);
  if (!pairs.has('v') && isPlaygroundLink(pairs)) return readPlayground(pairs);
  const stated = pairs.get('v');
  if (stated === undefined) throw new Refusal('link.not_ours', { text: quoted(fragment) });
  if (stated === '') throw new Refusal('link.no_value', { path: 'v' });
  if (stated !== version) throw new Refusal('link.version', { version: quoted(stated) });
  const hide = pairs.get('hide');
  return {
    experiment: readVersion1(pairs, manifest),
    notes: [],
    hidden: hide === undefined ? [] : readHidden(hide),
  };
}
