import type {
  Chosen,
  Column,
  Experiment,
  FieldValue,
  Manifest,
  Options,
  TaskEntry,
} from '../engine/types';
import { blocksOf } from '../state/model';

// Changes to the document, as pure functions: each returns a new one and leaves the old alone.

function copy(doc: Experiment): Experiment {
  return structuredClone(doc);
}

/** Sets one option of an object with a kind; a value of undefined takes it back to its default. */
export function withOption<T extends Options>(options: T, name: string, value: FieldValue): T {
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

/** Moves a layer by one place; at either end the document stays as it is. */
export function moveLayer(
  doc: Experiment,
  index: number,
  by: -1 | 1,
  column: Column = 'layers',
): Experiment {
  const layers = [...blocksOf(doc.model, column)];
  const to = index + by;
  if (to < 0 || to >= layers.length) return doc;
  const [layer] = layers.splice(index, 1);
  layers.splice(to, 0, layer);
  return withColumn(doc, column, layers);
}

/** The tasks that a network of the engine's blocks can learn: some block reads their input. */
export function learnable(manifest: Manifest): TaskEntry[] {
  return manifest.tasks.filter(({ input }) =>
    manifest.blocks.some((block) => block.takes.includes(input)),
  );
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
    withoutLoss({ ...base, model: { layers: structuredClone(layers) } }),
  );
  return [...kept, ...kept.map(withoutLoss), ...others, ...plainest];
}

/** A seed for "another one": small enough to read and type. */
export function anotherSeed(present: number): number {
  const next = 1 + Math.floor(Math.random() * 9998);
  return next === present ? next + 1 : next;
}
