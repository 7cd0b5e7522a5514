import type { Chosen, Experiment } from '../engine/types';
import type { ControlGroup } from './controls';
import { readNumber } from './read-fields';
import { quoted, Refusal, type Message } from './message';

// Links of TensorFlow Playground (playground.tensorflow.org): its 27 properties, with its own defaults
// for those a link leaves out, and its fixed settings said aloud: mean of half the squared error,
// plain gradient descent, weights uniform in ±0.5, biases of 0.1, a tanh output for classes.

const flags = [
  'showTestData',
  'discretize',
  'x',
  'y',
  'xTimesY',
  'xSquared',
  'ySquared',
  'cosX',
  'sinX',
  'cosY',
  'sinY',
  'collectStats',
  'initZero',
  'hideText',
] as const;
const numbers = [
  'batchSize',
  'learningRate',
  'regularizationRate',
  'noise',
  'percTrainData',
] as const;
const words = ['activation', 'regularization', 'dataset', 'regDataset', 'problem'] as const;
const texts = ['networkShape', 'seed', 'tutorial'] as const;
const properties: readonly string[] = [...flags, ...numbers, ...words, ...texts];

type Flag = (typeof flags)[number];
type Numeric = (typeof numbers)[number];
type Word = (typeof words)[number];

// The values each word may have, and what they are called here; the first is the default.
const meanings: Record<Word, [string, string][]> = {
  activation: [
    ['tanh', 'tanh'],
    ['relu', 'relu'],
    ['sigmoid', 'sigmoid'],
    ['linear', 'linear'],
  ],
  regularization: [
    ['none', ''],
    ['L1', 'l1'],
    ['L2', 'l2'],
  ],
  dataset: [
    ['circle', 'circle'],
    ['xor', 'xor'],
    ['gauss', 'gaussians'],
    ['spiral', 'spiral'],
  ],
  regDataset: [
    ['reg-plane', 'plane'],
    ['reg-gauss', 'multi_gaussian'],
  ],
  problem: [
    ['classification', 'classification'],
    ['regression', 'regression'],
  ],
};
const ranges: Record<Numeric, { min: number; max: number; otherwise: number; whole: boolean }> = {
  batchSize: { min: 1, max: 1024, otherwise: 10, whole: true },
  learningRate: { min: 0, max: 10, otherwise: 0.03, whole: false },
  regularizationRate: { min: 0, max: 10, otherwise: 0, whole: false },
  noise: { min: 0, max: 50, otherwise: 0, whole: false },
  percTrainData: { min: 10, max: 90, otherwise: 50, whole: false },
};
// Its input features, in its order, as options of our features block.
const features: [Flag, string][] = [
  ['x', 'x1'],
  ['y', 'x2'],
  ['xSquared', 'x1_squared'],
  ['ySquared', 'x2_squared'],
  ['xTimesY', 'x1_x2'],
  ['sinX', 'sin_x1'],
  ['sinY', 'sin_x2'],
];
// What a link of theirs can hide, as groups of ours. Several of theirs are one group here: it is left
// out when they all are, so that no link hides more than it says.
const controls: [ControlGroup, string[]][] = [
  ['tasks', ['problem', 'dataset']],
  ['data', ['percTrainData', 'noise']],
  ['blocks', ['numHiddenLayers']],
  ['activation', ['activation']],
  ['play', ['playButton']],
  ['step', ['stepButton']],
  ['reset', ['resetButton']],
  ['learning_rate', ['learningRate']],
  ['batch', ['batchSize']],
  ['regularisation', ['regularization', 'regularizationRate']],
  ['display', ['showTestData', 'discretize']],
];
const hiding = '_hide';
const onByDefault: readonly string[] = ['x', 'y'];
const usualShape = '4,2';
const mostLayers = 32;
const mostUnits = 1024;
const mostNames = 5; // that a note lists
const classSamples = 500;
const valueSamples = 1200;
const usualBias = 0.1;

/** Whether some name=value pairs can only be a link of TensorFlow Playground. */
export function isPlaygroundLink(pairs: ReadonlyMap<string, string>): boolean {
  return [...pairs.keys()].some((name) => properties.includes(name));
}

// A property left empty counts as missing, as it does there.
function given(pairs: ReadonlyMap<string, string>, name: string): string | undefined {
  const value = pairs.get(name)?.trim();
  return value === '' ? undefined : value;
}

function readFlag(pairs: ReadonlyMap<string, string>, name: Flag): boolean {
  const value = given(pairs, name);
  if (value === undefined) return onByDefault.includes(name);
  if (value !== 'true' && value !== 'false') {
    throw new Refusal('link.not_true_or_false', { path: name, value: quoted(value) });
  }
  return value === 'true';
}

function readRanged(pairs: ReadonlyMap<string, string>, name: Numeric): number {
  const { min, max, otherwise, whole } = ranges[name];
  const text = given(pairs, name);
  if (text === undefined) return otherwise;
  const value = readNumber(text, name);
  if (value < min || value > max) {
    throw new Refusal('link.out_of_range', { path: name, value, min, max });
  }
  if (whole && !Number.isInteger(value)) throw new Refusal('link.not_whole', { path: name, value });
  return value;
}

function readWord(pairs: ReadonlyMap<string, string>, name: Word): string {
  const text = given(pairs, name);
  if (text === undefined) return meanings[name][0][1];
  const known = meanings[name].find(([theirs]) => theirs === text);
  if (!known) {
    const choices = meanings[name].map(([theirs]) => theirs);
    throw new Refusal('link.no_such_choice', { path: name, value: quoted(text), choices });
  }
  return known[1];
}

// "4,2"; an empty list is a network without hidden layers.
function readShape(pairs: ReadonlyMap<string, string>): number[] {
  const text = (pairs.get('networkShape') ?? usualShape).trim();
  if (text === '') return [];
  const parts = text.replace(/%2c/gi, ',').split(',', mostLayers + 1);
  if (parts.length > mostLayers) {
    throw new Refusal('link.too_many', { path: 'networkShape', most: mostLayers });
  }
  return parts.map((part) => {
    const units = readNumber(part.trim(), 'networkShape');
    if (!Number.isInteger(units) || units < 1 || units > mostUnits) {
      throw new Refusal('link.out_of_range', {
        path: 'networkShape',
        value: units,
        min: 1,
        max: mostUnits,
      });
    }
    return units;
  });
}

// Theirs is a text such as 0.51234, five random decimals, ours a whole number: the decimals become
// it. Any other text is hashed (FNV-1a).
function readSeed(pairs: ReadonlyMap<string, string>): number | null {
  const text = given(pairs, 'seed');
  if (text === undefined) return null;
  const decimals = /^0?\.(\d{1,9})$/.exec(text) ?? /^(\d{1,9})$/.exec(text);
  if (decimals) return Number(decimals[1]);
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 1;
}

// The groups that are hidden, and the controls that had to be left in their group.
function readHidden(pairs: ReadonlyMap<string, string>): {
  hidden: ControlGroup[];
  left: string[];
} {
  const hides = (control: string) => given(pairs, control + hiding) === 'true';
  const hidden: ControlGroup[] = readFlag(pairs, 'hideText') ? ['help'] : [];
  const left: string[] = [];
  for (const [group, theirs] of controls) {
    if (theirs.every(hides)) hidden.push(group);
    else left.push(...theirs.filter(hides));
  }
  return { hidden, left };
}

function notesOf(
  pairs: ReadonlyMap<string, string>,
  seed: number | null,
  l1: boolean,
  left: string[],
): Message[] {
  const notes: Message[] = [];
  const on = (...names: Flag[]) => names.filter((name) => readFlag(pairs, name));
  if (seed === null) notes.push({ key: 'link.note.no_seed', params: { seed: 0 } });
  else notes.push({ key: 'link.note.random', params: { seed } });
  if (l1) notes.push({ key: 'link.note.l1' });
  if (on('cosX', 'cosY').length > 0) notes.push({ key: 'link.note.cosine' });

  const display: string[] = on('collectStats');
  if (given(pairs, 'tutorial') !== undefined) display.push('tutorial');
  if (display.length > 0) {
    notes.push({ key: 'link.note.display', params: { names: display } });
  }
  const hides = controls.flatMap(([, theirs]) => theirs.map((control) => control + hiding));
  const unknown = [...pairs.keys()].filter(
    (name) => !properties.includes(name) && !hides.includes(name),
  );
  if (left.length > 0) notes.push({ key: 'link.note.hidden', params: { names: left } });
  if (unknown.length > 0) {
    const names = unknown.slice(0, mostNames).map(quoted);
    if (unknown.length > mostNames) names.push('…');
    notes.push({ key: 'link.note.unknown', params: { names } });
  }
  return notes;
}

/** The same network, task and settings, and what could not be carried over. */
export function readPlayground(pairs: ReadonlyMap<string, string>): {
  experiment: Experiment;
  notes: Message[];
  display: { testData: boolean; discretize: boolean };
  hidden: ControlGroup[];
} {
  const regression = readWord(pairs, 'problem') === 'regression';
  const [classTask, valueTask] = [readWord(pairs, 'dataset'), readWord(pairs, 'regDataset')];
  const seed = readSeed(pairs);
  const zero = readFlag(pairs, 'initZero');
  const start = {
    initializer: zero ? 'zeros' : 'uniform',
    initial_bias: zero ? 0 : usualBias,
  };
  const activation = readWord(pairs, 'activation');
  const regularization = readWord(pairs, 'regularization');
  const rate = readRanged(pairs, 'regularizationRate');

  const inputs = { kind: 'features' } as Chosen;
  for (const [theirs, ours] of features) inputs[ours] = readFlag(pairs, theirs);
  if (!features.some(([, ours]) => inputs[ours])) throw new Refusal('link.no_features');

  const experiment: Experiment = {
    lushan: 1,
    seed: seed ?? 0,
    task: {
      kind: regression ? valueTask : classTask,
      samples: regression ? valueSamples : classSamples,
      noise: readRanged(pairs, 'noise') / 100,
      train_share: readRanged(pairs, 'percTrainData') / 100,
    },
    model: {
      layers: [
        inputs,
        ...readShape(pairs).map((units): Chosen => ({
          kind: 'dense',
          units,
          activation,
          ...start,
        })),
      ],
      output: { activation: regression ? 'linear' : 'tanh', ...start },
    },
    train: {
      loss: { kind: 'half_squared' },
      optimizer: { kind: 'sgd', lr: readRanged(pairs, 'learningRate') },
      schedule: { kind: 'constant' },
      batch: readRanged(pairs, 'batchSize'),
      l1: regularization === 'l1' ? rate : 0,
      l2: regularization === 'l2' ? rate : 0,
    },
  };
  const { hidden, left } = readHidden(pairs);
  return {
    experiment,
    hidden,
    notes: notesOf(pairs, seed, experiment.train.l1! > 0, left),
    display: {
      testData: readFlag(pairs, 'showTestData'),
      discretize: readFlag(pairs, 'discretize'),
    },
  };
}
