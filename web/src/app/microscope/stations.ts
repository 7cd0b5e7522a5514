import type { LayerInfo, NodeInfo, RunInfo } from '../../engine/types';

// The way of one training step through a network, station by station.

export type Phase = 'forward' | 'loss' | 'backward' | 'update';

export interface Station {
  phase: Phase;
  /** The block that values or errors pass; null at the loss and at the update. */
  layer: LayerInfo | null;
}

/** Forward through every block to the loss, back through every block, then the update of all. */
export function stationsOf({ layers }: RunInfo): Station[] {
  return [
    ...layers.map((layer): Station => ({ phase: 'forward', layer })),
    { phase: 'loss', layer: null },
    ...layers.toReversed().map((layer): Station => ({ phase: 'backward', layer })),
    { phase: 'update', layer: null },
  ];
}

/** Where a block stands with regard to the present station. */
export function markOf(stations: Station[], at: number, layer: string): string {
  const here = stations[at];
  if (here?.layer?.path === layer) return here.phase;
  const passed = stations.slice(0, at + 1).filter((station) => station.layer?.path === layer);
  return passed.at(-1)?.phase === 'backward' ? 'returned' : passed.length > 0 ? 'passed' : 'ahead';
}

/** The weights and biases of a block, or of all of them. */
export function weightsOf(info: RunInfo, layer: LayerInfo | null): NodeInfo[] {
  return info.nodes.filter(
    ({ name, parameter }) => parameter && (!layer || layer.nodes.includes(name)),
  );
}

/** Whether a block is a plain y = f(xW + b), of which every product can be written out. */
export const isDense = (layer: LayerInfo) =>
  (layer.kind === 'dense' || layer.kind === 'output') &&
  layer.nodes.includes(`${layer.path}/weight`) &&
  layer.nodes.includes(`${layer.path}/linear`);

/** What the engine is asked to compute for a station. */
export function pathsOf(info: RunInfo, { phase, layer }: Station): string[] {
  const paths = ['probe:loss/value'];
  const both = (name: string) => paths.push(`probe:${name}`, `probe:${name}.grad`);
  // What every station of the way is told by: the length of what passes it.
  for (const each of info.layers) both(`${each.path}@out`);
  if (phase === 'loss') {
    paths.push('probe:target');
    if (info.nodes.some(({ name }) => name === 'output/linear')) both('output/linear');
    if (info.loss.link !== 'identity') paths.push('probe:output/probability');
  }
  if (layer) {
    both(`${layer.path}@in`);
    if (isDense(layer)) both(`${layer.path}/linear`);
  }
  if (phase !== 'loss') {
    for (const { name } of weightsOf(info, layer)) {
      paths.push(`parameter:${name}`, `probe:${name}.grad`, `probe:${name}.new`);
    }
  }
  return paths;
}

export interface Summary {
  length: number; // Euclidean
  mean: number;
  min: number;
  max: number;
}

export function summaryOf(values: ArrayLike<number>): Summary {
  let squares = 0;
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    squares += v * v;
    sum += v;
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return { length: Math.sqrt(squares), mean: sum / values.length, min, max };
}

/** Length of the difference of two lists. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += (a[i] - b[i]) ** 2;
  return Math.sqrt(squares);
}

/** One term of a neuron's sum, and what comes back along it. */
export interface Term {
  input: number;
  x: number;
  w: number;
  product: number;
  /** dL/dw, summed over all rows that share the weight, and this neuron's share of dL/dx. */
  slope: number;
  back: number;
  next: number;
}

export interface Neuron {
  terms: Term[];
  bias: number | null;
  biasSlope: number;
  biasNext: number;
  z: number;
  y: number;
  dy: number;
  dz: number;
}

export type Look = (path: string) => ArrayLike<number> | undefined;

/** The first row that an error comes back to: of a sequence, where its answer begins. Before, all is zero. */
export function firstErring({ path, output }: LayerInfo, look: Look): number {
  const errors = Array.from(look(`probe:${path}@out.grad`) ?? []);
  return Math.max(0, Math.floor(errors.findIndex((error) => error !== 0) / output.shape.at(-1)!));
}

/**
 * The sum of one neuron of a dense block, written out, for one row of what it takes: a vector is one
 * row, a sequence one a step. Undefined until the engine has sent it all.
 */
export function neuronOf(layer: LayerInfo, unit: number, row: number, look: Look): Neuron | null {
  const { path } = layer;
  const x = look(`probe:${path}@in`);
  const z = look(`probe:${path}/linear`);
  const y = look(`probe:${path}@out`);
  const dy = look(`probe:${path}@out.grad`);
  const dz = look(`probe:${path}/linear.grad`);
  const w = look(`parameter:${path}/weight`);
  const dw = look(`probe:${path}/weight.grad`);
  const next = look(`probe:${path}/weight.new`);
  if (!x || !z || !y || !w || !dz || !dy || !dw || !next) return null;
  const units = layer.output.shape.at(-1)!;
  const inputs = w.length / units;
  const at = row * units + unit;
  const terms = Array.from({ length: inputs }, (_, input): Term => {
    const index = input * units + unit;
    const value = x[row * inputs + input];
    return {
      input,
      x: value,
      w: w[index],
      product: value * w[index],
      slope: dw[index],
      back: w[index] * dz[at],
      next: next[index],
    };
  });
  return {
    terms,
    bias: look(`parameter:${path}/bias`)?.[unit] ?? null,
    biasSlope: look(`probe:${path}/bias.grad`)?.[unit] ?? NaN,
    biasNext: look(`probe:${path}/bias.new`)?.[unit] ?? NaN,
    z: z[at],
    y: y[at],
    dy: dy[at],
    dz: dz[at],
  };
}

/** The largest of a list, in its order, and the others. */
export function largestOf<T>(all: T[], most: number, size: (one: T) => number): [T[], T[]] {
  if (all.length <= most) return [all, []];
  const largest = new Set(all.toSorted((a, b) => size(b) - size(a)).slice(0, most));
  return [all.filter((one) => largest.has(one)), all.filter((one) => !largest.has(one))];
}

/** The terms that are written out, in their order, and the sum of those that are not. */
export function written(
  terms: Term[],
  most: number,
  chosen: number,
): { shown: Term[]; rest: number; sum: number } {
  const [shown, others] = largestOf(terms, most, (term) =>
    term.input === chosen ? Infinity : Math.abs(term.product) + Math.abs(term.back),
  );
  const sum = others.reduce((all, term) => all + term.product, 0);
  return { shown, rest: others.length, sum };
}
