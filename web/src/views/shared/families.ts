import type { LayerInfo, RunInfo } from '../../engine/types';
import { outputNode } from './nodes';

// Models of every family: which of them are columns of neurons, and what the others have to show.

const ofNeurons = ['features', 'dense', 'activation', 'dropout', 'flatten', 'output'];

/** Whether a network is columns of neurons from end to end, and can be drawn unit by unit. */
export const neurons = (info: RunInfo) =>
  info.layers.every(
    ({ kind, column, output }) =>
      ofNeurons.includes(kind) &&
      column !== 'encoder' &&
      column !== 'decoder' &&
      output.kind !== 'sequence',
  );

/** What one picture of a block shows: pictures side by side, a sequence over time, the weights of the
 *  heads of an attention, or the numbers of a vector. */
export interface Face {
  node: string;
  kind: 'maps' | 'time' | 'attention' | 'vector';
  /** Of attention: whether its keys are the encoder's. */
  cross: boolean;
}

const isAttention = (info: RunInfo, node: string) =>
  node.endsWith('/weights') && info.nodes.find(({ name }) => name === node)?.shape.length === 4;

/** What a block shows first of all: the attention it pays, where it pays any, and what it gives. */
export function facesOf(info: RunInfo, layer: LayerInfo): Face[] {
  const attention = layer.nodes
    .filter((node) => isAttention(info, node))
    .map((node): Face => ({ node, kind: 'attention', cross: looksAcross(info, layer, node) }));
  const given: Face = {
    node: layer.kind === 'output' ? shownOutput(info) : outputNode(layer),
    kind:
      layer.output.kind === 'image' ? 'maps' : layer.output.kind === 'sequence' ? 'time' : 'vector',
    cross: false,
  };
  // What a recurrence remembers on the way, where it gives its end only.
  const state =
    given.kind === 'vector' ? layer.nodes.filter((node) => node.endsWith('/state')).at(-1) : null;
  const way: Face[] = state ? [{ node: state, kind: 'time', cross: false }] : [];
  return [...attention, ...way, given];
}

function shownOutput(info: RunInfo): string {
  return info.loss.link === 'identity' ? 'output/activation' : 'output/probability';
}

function looksAcross(info: RunInfo, layer: LayerInfo, node: string): boolean {
  if (layer.column !== 'decoder' || node.includes('self_attention')) return false;
  if (layer.kind !== 'multi_head_attention') return true;
  return info.experiment.model.decoder?.[layer.index].source === 'cross';
}

/** The convolutions of a network with their weights: out channels, in channels, rows, columns. */
export const convolutions = (info: RunInfo) =>
  info.layers.flatMap((layer) => {
    const weight = info.nodes.find(({ name }) => name === `${layer.path}/weight`);
    return layer.input.kind === 'image' && weight?.shape.length === 4
      ? [{ layer, weight: weight.name, shape: weight.shape }]
      : [];
  });

/** What the rows and columns of a tensor stand for, where they are the tokens of the example. */
export function namesAlong(
  face: Face | undefined,
  shape: number[],
  own: string[],
  encoder: string[],
): { rows: string[]; columns: string[] } {
  const [steps, one] = shape;
  if (face?.kind === 'attention' && shape.length === 4)
    return { rows: own, columns: face.cross ? encoder : own };
  return { rows: shape.length === 3 && one === 1 && steps === own.length ? own : [], columns: [] };
}

/** What the rows and columns of a tensor stand for, where they are the tokens that an embedding knows, or
 *  what can be answered. */
export function wordsAlong(
  layer: LayerInfo,
  node: string,
  shape: number[],
  tokens: string[],
  answers: string[],
): { rows: string[]; columns: string[] } {
  const looksUp = layer.kind === 'embedding' && node === `${layer.path}/weight`;
  return {
    rows: looksUp && shape[0] === tokens.length ? tokens : [],
    columns: layer.path === 'output' && shape.at(-1) === answers.length ? answers : [],
  };
}

/** Pictures of equal size inside one tensor. */
export interface Tiles {
  count: number;
  rows: number;
  columns: number;
  /** From one picture to the next, from row to row and from column to column, in numbers. */
  stride: number;
  rowStride: number;
  columnStride: number;
}

// The greatest divisor that is no more than the root: a vector is laid out as near to a square as it
// goes without a gap.
function divisor(n: number): number {
  for (let d = Math.floor(Math.sqrt(n)); d > 1; d--) if (n % d === 0) return d;
  return 1;
}

const fewValues = 12; // one below the other

/** How the tensor of one example is laid out as pictures. Sequences are time-major: (T, 1, D). */
export function tilesOf(kind: Face['kind'], shape: number[]): Tiles {
  const last = shape[shape.length - 1] ?? 1;
  const before = shape[shape.length - 2] ?? 1;
  const all = shape.reduce((a, b) => a * b, 1);
  if (kind === 'maps' || kind === 'attention') {
    const stride = last * before;
    const count = stride > 0 ? all / stride : 0;
    return { count, rows: before, columns: last, stride, rowStride: last, columnStride: 1 };
  }
  if (kind === 'time') {
    const steps = last > 0 ? all / last : 0;
    return { count: 1, rows: last, columns: steps, stride: all, rowStride: 1, columnStride: last };
  }
  const across = all <= fewValues ? 1 : divisor(all);
  const [rows, columns] = [all / across, across];
  return { count: 1, rows, columns, stride: all, rowStride: columns, columnStride: 1 };
}

// --- tokens --------------------------------------------------------------------------------------

export const padding = 0;
export const beginning = 1;
export const end = 2;
const signOf: Record<number, string> = { [padding]: '·', [beginning]: '⊢', [end]: '⊣' };
export const signs: ReadonlySet<string> = new Set(Object.values(signOf));

/** How a token is written in a small place: what cannot be seen has a sign. */
export function tokenText(vocabulary: string[], token: number): string {
  const text = signOf[token] ?? vocabulary[token] ?? '?';
  return text === ' ' ? '␣' : text === '\n' ? '⏎' : text;
}

/** The tokens a column of blocks reads, as labels along its time; a decoder reads what came before. */
export function timeLabels(
  info: RunInfo,
  column: LayerInfo['column'],
  input: ArrayLike<number> | undefined,
  target: ArrayLike<number> | undefined,
): string[] {
  const { vocabulary } = info.task.input;
  if (info.task.input.kind !== 'tokens' || !vocabulary) return [];
  const text = (token: number) => tokenText(vocabulary, token);
  const decodes = info.layers.some((layer) => layer.column === 'decoder');
  if (column === 'encoder' || !decodes) return Array.from(input ?? [], text);
  return target ? [beginning, ...Array.from(target).slice(0, -1)].map(text) : [];
}
