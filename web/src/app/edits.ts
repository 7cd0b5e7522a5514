import type {
  Chosen,
  Column,
  Experiment,
  FieldValue,
  LossEntry,
  Manifest,
  Options,
  TaskEntry,
} from '../engine/types';
import { blocksOf, patternOf } from '../state/model';

// Changes to the document, as pure functions: each returns a new one and leaves the old alone.

function copy(doc: Experiment): Experiment {
  return structuredClone(doc);
}

/** Sets one option of an object with a kind; a value of undefined takes it back to its default. */
function withOption<T extends Options>(options: T, name: string, value: FieldValue): T {
  return { ...options, [name]: value };
}

export function setTaskOption(doc: Experiment, name: string, value: FieldValue): Experiment {
  return { ...copy(doc), task: withOption(doc.task, name, value) };
}

// A copy of the document whose column is another.
function withColumn(doc: Experiment, column: Column, layers: Chosen[]): Experiment {
  const next = copy(doc);
  next.model[column] = layers.map((layer) => ({ ...layer }));
  return next;
}

function spliced(doc: Experiment, column: Column, at: number, gone: number, ...layers: Chosen[]) {
  const present = blocksOf(doc.model, column);
  return [...present.slice(0, at), ...structuredClone(layers), ...present.slice(at + gone)];
}

export function setLayerOption(
  doc: Experiment,
  index: number,
  name: string,
  value: FieldValue,
  column: Column | 'output' = 'layers',
): Experiment {
  if (index < 0 || column === 'output') {
    const next = copy(doc);
    next.model.output = withOption(next.model.output ?? {}, name, value);
    return next;
  }
  const layers = blocksOf(doc.model, column);
  return withColumn(
    doc,
    column,
    layers.map((layer, i) => (i === index ? withOption(layer, name, value) : layer)),
  );
}

export function insertLayer(
  doc: Experiment,
  index: number,
  layer: Chosen,
  column: Column = 'layers',
): Experiment {
  return withColumn(doc, column, spliced(doc, column, index, 0, layer));
}

export function removeLayer(doc: Experiment, index: number, column: Column = 'layers'): Experiment {
  return withColumn(doc, column, spliced(doc, column, index, 1));
}

export function duplicateLayer(
  doc: Experiment,
  index: number,
  column: Column = 'layers',
): Experiment {
  return insertLayer(doc, index + 1, { ...blocksOf(doc.model, column)[index] }, column);
}

/** A place in a model: before the block at `index` of a column, or behind its last. */
export interface Spot {
  column: Column;
  index: number;
}

/** Takes the block at `from` to another place; the document stays as it is where that is its own. */
export function moveBlock(doc: Experiment, from: Spot, to: Spot): Experiment {
  const layer = blocksOf(doc.model, from.column)[from.index];
  const within = from.column === to.column;
  if (!layer || (within && (to.index === from.index || to.index === from.index + 1))) return doc;
  const index = within && to.index > from.index ? to.index - 1 : to.index;
  return insertLayer(removeLayer(doc, from.index, from.column), index, layer, to.column);
}

/** Moves a layer by one place; at either end the document stays as it is. */
export function moveLayer(
  doc: Experiment,
  index: number,
  by: -1 | 1,
  column: Column = 'layers',
): Experiment {
  const to = index + by;
  if (to < 0 || to >= blocksOf(doc.model, column).length) return doc;
  return moveBlock(doc, { column, index }, { column, index: by > 0 ? to + 1 : to });
}

/** The tasks that a network of the engine's blocks can learn: some block reads their input. */
export function learnable(manifest: Manifest): TaskEntry[] {
  return manifest.tasks.filter(({ input }) =>
    manifest.blocks.some((block) => block.takes.includes(input)),
  );
}

/** The features that a document had to leave out for another task; null where there are none. */
export function featuresLeftOut(before: Experiment, after: Experiment): Chosen | null {
  const [first] = blocksOf(before.model, 'layers');
  if (first?.kind !== 'features') return null;
  return patternOf(removeLayer(before, 0).model) === patternOf(after.model) ? first : null;
}

/** With these features in front, where the document has none. */
export function withFeatures(doc: Experiment, features: Chosen): Experiment {
  const { layers } = doc.model;
  return layers && layers[0]?.kind !== 'features' ? insertLayer(doc, 0, features) : doc;
}

// Models that read a sequence, to begin with where no example is near: an answer a step, or one at
// the end.
const read = { kind: 'gru', units: 32 };
const readToTheEnd = { ...read, output: 'last' };
const embedded = { kind: 'embedding', dim: 16 };
const beginnings: Record<string, Chosen[][]> = {
  tokens: [
    [embedded, read],
    [embedded, readToTheEnd],
  ],
  sequence: [[readToTheEnd], [read]],
};

/**
 * Documents with another task, most faithful first: the model and loss as they are, then with what
 * cannot fit the task left out. The engine decides which is the first that it takes. Between vectors
 * and images nothing of a model is worth keeping: then the example for such a task comes first.
 */
export function candidatesForTask(
  doc: Experiment,
  task: Chosen,
  manifest: Manifest,
  examples: Experiment[],
): Experiment[] {
  const inputOf = (kind: string) => manifest.tasks.find((entry) => entry.name === kind)?.input;
  const image = inputOf(task.kind) === 'image';
  if (inputOf(doc.task.kind) !== inputOf(task.kind)) {
    const like = (example: Experiment) => inputOf(example.task.kind) === inputOf(task.kind);
    const example = examples.find((each) => each.task.kind === task.kind) ?? examples.find(like);
    if (example) {
      const taken = { ...copy(example), task };
      if (doc.seed !== undefined) taken.seed = doc.seed;
      return [taken, ...candidatesForTask(taken, task, manifest, [])];
    }
  }
  const base = { ...copy(doc), task };
  const plain = blocksOf(base.model, 'layers').filter(
    (layer) => layer.kind !== 'features' && layer.kind !== 'flatten',
  );
  const fitted: Experiment = {
    ...base,
    model: { ...base.model, layers: image ? [{ kind: 'flatten' }, ...plain] : plain },
  };
  const withoutLoss = (from: Experiment): Experiment => {
    const train = { ...from.train };
    delete train.loss;
    return { ...from, train };
  };
  const kept = doc.model.layers ? (image ? [fitted] : [base, fitted]) : [base];
  // Failing that, another model: of an example for such a task, or one to begin with.
  const others = examples
    .filter((example) => inputOf(example.task.kind) === inputOf(task.kind))
    .sort((a, b) => Number(b.task.kind === task.kind) - Number(a.task.kind === task.kind))
    .map((example) => ({ ...copy(example), seed: doc.seed ?? example.seed, task }));
  const plainest = (beginnings[inputOf(task.kind) ?? ''] ?? []).map((layers) =>
    withoutLoss(withModel(base, { layers: structuredClone(layers) })),
  );
  return [...kept, ...kept.map(withoutLoss), ...others, ...plainest];
}

/**
 * Without its loss where that is the usual one of its task, as it is: nobody chose it, and it is not to stay
 * with a task that asks for something else. The engine puts in the usual one of the task that comes.
 */
export function withoutUsualLoss(doc: Experiment, usual: LossEntry | undefined): Experiment {
  const { loss, ...train } = doc.train;
  if (!usual || loss?.kind !== usual.name) return doc;
  const plain = usual.fields.every(({ name, default: value }) => (loss[name] ?? value) === value);
  return plain ? { ...doc, train } : doc;
}

/** With another model; what only a decoder has use for goes with it. */
function withModel(doc: Experiment, model: Experiment['model']): Experiment {
  const train = { ...doc.train };
  if (!model.decoder) delete train.teacher_forcing;
  return { ...doc, model, train };
}

/** Whether a model is one list of layers, or an encoder beside a decoder. */
export type Form = 'layers' | 'pair';
export const formOf = (doc: Experiment): Form => (doc.model.layers ? 'layers' : 'pair');

const cells = ['rnn', 'lstm', 'gru'];

/**
 * Documents whose model has the other form, most faithful first: built of the blocks that are there,
 * then the examples of that form. The engine decides which is the first that it takes.
 */
export function candidatesForForm(
  doc: Experiment,
  form: Form,
  examples: Experiment[],
): Experiment[] {
  const base = copy(doc);
  const { output } = base.model;
  const built = withModel(base, form === 'pair' ? inPair(doc) : inLayers(doc));
  if (output) built.model.output = output;
  const like = examples
    .filter((example) => formOf(example) === form && example.task.kind === doc.task.kind)
    .concat(examples.filter((example) => formOf(example) === form))
    .map((example) => withModel(base, structuredClone(example.model)));
  return [built, ...like];
}

// An encoder that sees everything, and beside it a decoder of the same kind and size.
function inPair(doc: Experiment): Experiment['model'] {
  const encoder = blocksOf(doc.model, 'layers').map((block): Chosen => {
    const next = { ...block };
    if ('causal' in next) next.causal = false;
    if ('output' in next) next.output = 'all';
    return next;
  });
  const decoder = encoder.flatMap((block): Chosen[] => {
    if (cells.includes(block.kind)) {
      const twice = block.bidirectional === true ? 2 : 1;
      const units = Number(block.units ?? 32) * twice;
      return [{ kind: 'recurrent_decoder', cell: block.kind, units }];
    }
    return [block.kind === 'encoder_layer' ? asDecoder(block) : { ...block }];
  });
  return { encoder, decoder };
}

function asDecoder(block: Chosen): Chosen {
  const next: Chosen = { ...block, kind: 'decoder_layer' };
  delete next.causal;
  return next;
}

// One column that reads the question and goes on with the answer, so it must not look ahead.
function inLayers(doc: Experiment): Experiment['model'] {
  const layers = blocksOf(doc.model, 'encoder').map((block): Chosen => {
    if (cells.includes(block.kind)) return { ...block, bidirectional: false };
    return ['encoder_layer', 'multi_head_attention'].includes(block.kind)
      ? { ...block, causal: true }
      : { ...block };
  });
  return { layers };
}

/** A seed for "another one": small enough to read and type. */
export function anotherSeed(present: number): number {
  const next = 1 + Math.floor(Math.random() * 9998);
  return next === present ? next + 1 : next;
}
