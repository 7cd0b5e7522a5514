import type { Chosen, Experiment, FieldValue, Manifest, Options, TaskEntry } from '../engine/types';

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

export function setLayerOption(
  doc: Experiment,
  index: number,
  name: string,
  value: FieldValue,
): Experiment {
  const next = copy(doc);
  if (index < 0) next.model.output = withOption(next.model.output ?? {}, name, value);
  else next.model.layers[index] = withOption(next.model.layers[index], name, value);
  return next;
}

export function insertLayer(doc: Experiment, index: number, layer: Chosen): Experiment {
  const next = copy(doc);
  next.model.layers.splice(index, 0, layer);
  return next;
}

export function removeLayer(doc: Experiment, index: number): Experiment {
  const next = copy(doc);
  next.model.layers.splice(index, 1);
  return next;
}

export function duplicateLayer(doc: Experiment, index: number): Experiment {
  return insertLayer(doc, index + 1, structuredClone(doc.model.layers[index]));
}

/** Moves a layer by one place; at either end the document stays as it is. */
export function moveLayer(doc: Experiment, index: number, by: -1 | 1): Experiment {
  const to = index + by;
  if (to < 0 || to >= doc.model.layers.length) return doc;
  const next = copy(doc);
  const [layer] = next.model.layers.splice(index, 1);
  next.model.layers.splice(to, 0, layer);
  return next;
}

/** The tasks that a network of the engine's blocks can learn: some block reads their input. */
export function learnable(manifest: Manifest): TaskEntry[] {
  return manifest.tasks.filter(({ input }) =>
    manifest.blocks.some((block) => block.takes.includes(input)),
  );
}

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
  const plain = base.model.layers.filter(
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
  const kept = image ? [fitted] : [base, fitted];
  return [...kept, ...kept.map(withoutLoss)];
}

/** A seed for "another one": small enough to read and type. */
export function anotherSeed(present: number): number {
  const next = 1 + Math.floor(Math.random() * 9998);
  return next === present ? next + 1 : next;
}
