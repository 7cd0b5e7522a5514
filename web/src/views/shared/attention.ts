import type { Column, LayerInfo, RunInfo } from '../../engine/types';
import { optionsAt } from '../../state/model';
import { padding } from './families';
import { outputNode } from './nodes';

// What the views of attention know of it: which attentions a block pays, where their tensors are, and
// what a query may see.

/** One attention of a block. */
export interface Attention {
  /** What its nodes' names begin with: `decoder/decoder_layer_1/cross_attention`. */
  scope: string;
  name: 'self' | 'cross';
  heads: number;
  queries: number;
  keys: number;
  /** The columns of blocks that queries and keys are steps of. */
  column: Column;
  source: Column;
  /** A query sees no key later than itself. */
  causal: boolean;
  /** The block's option that switches heads off, where it has one. */
  option: string | null;
  scoring: Scoring;
}

/** How a query and a key make a score, and what a weight is a weight of; nodes by their names. */
export interface Scoring {
  kind: 'product' | 'additive';
  query: string;
  keys: string;
  values: string;
  /** What a product is divided by. */
  divisor: number;
  /** The node with a slope for each head, where distance is penalised. */
  slopes: string | null;
  /** The parameter that weighs tanh(query + key). */
  score: string | null;
}

const has = (info: RunInfo, node: string) => info.nodes.some(({ name }) => name === node);

/** The attentions that a block pays, in the order of its sub-layers. */
export function attentionsOf(info: RunInfo, layer: LayerInfo | undefined): Attention[] {
  if (!layer || layer.column === 'output') return [];
  const column = layer.column;
  const options = optionsAt(info.experiment.model, layer) ?? {};
  return layer.nodes.flatMap((node) => {
    const shape = info.nodes.find(({ name }) => name === node)?.shape ?? [];
    if (!node.endsWith('/weights') || shape.length !== 4) return [];
    const scope = node.slice(0, -'/weights'.length);
    const [, heads, queries, keys] = shape;
    const recurrent = layer.kind === 'recurrent_decoder';
    const cross = recurrent || scope.endsWith('/cross_attention') || options.source === 'cross';
    const causal = !cross && (layer.kind === 'decoder_layer' || options.causal === true || false);
    const option = recurrent
      ? null
      : scope.endsWith('/cross_attention')
        ? 'cross_heads_off'
        : 'heads_off';
    const source: Column = cross ? 'encoder' : column;
    const scoring = recurrent
      ? recurrentScoring(info, layer, options)
      : productScoring(info, scope, heads, options.scaled !== false);
    const name = cross ? 'cross' : 'self';
    return [{ scope, name, heads, queries, keys, column, source, causal, option, scoring }];
  });
}

function productScoring(info: RunInfo, scope: string, heads: number, scaled: boolean): Scoring {
  const turned = has(info, `${scope}/q_rotated`);
  const width = info.nodes.find(({ name }) => name === `${scope}/q`)?.shape.at(-1) ?? heads;
  return {
    kind: 'product',
    query: `${scope}/${turned ? 'q_rotated' : 'q'}`,
    keys: `${scope}/${turned ? 'k_rotated' : 'k'}`,
    values: `${scope}/v`,
    divisor: scaled ? Math.sqrt(width / heads) : 1,
    slopes: !turned && has(info, `${scope}/table`) ? `${scope}/table` : null,
    score: null,
  };
}

function recurrentScoring(
  info: RunInfo,
  layer: LayerInfo,
  { context, units }: { context?: unknown; units?: unknown },
): Scoring {
  const { path } = layer;
  const encoder = info.layers.filter(({ column }) => column === 'encoder').at(-1);
  const memory = encoder ? outputNode(encoder) : '';
  const state = has(info, `${path}/recurrent/value`)
    ? `${path}/recurrent/value`
    : `${path}/recurrent/layer_1/forwards/state`;
  const additive = context === 'additive';
  return {
    kind: additive ? 'additive' : 'product',
    query: additive ? `${path}/query` : state,
    keys: has(info, `${path}/keys`) ? `${path}/keys` : memory,
    values: memory,
    divisor: context === 'scaled_dot' ? Math.sqrt(Number(units)) : 1,
    slopes: null,
    score: additive ? `${path}/weight_score` : null,
  };
}

/** Whether a query may see a key, and why not. */
export type Sight = 'seen' | 'future' | 'padding';

/** Keys end with the first padding; `tokens` are those that the keys stand for, if they do. */
export function keysEnd(tokens: ArrayLike<number> | undefined, keys: number): number {
  for (let s = 0; tokens && s < keys; s++) if (tokens[s] === padding) return s;
  return keys;
}

export function sightOf(causal: boolean, end: number, query: number, key: number): Sight {
  return key >= end ? 'padding' : causal && key > query ? 'future' : 'seen';
}

/** How far a distribution is spread, in bits: 0 for one certain choice, log2 n for n equal ones. */
export function entropy(weights: ArrayLike<number>, offset: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) {
    const w = weights[offset + k];
    if (w > 0) sum -= w * Math.log2(w);
  }
  return sum;
}

/** The mean entropy of a head's first `queries` rows; the matrix of `keys` columns is at `offset`. */
export function headEntropy(
  weights: ArrayLike<number>,
  offset: number,
  queries: number,
  keys: number,
): number {
  let sum = 0;
  for (let t = 0; t < queries; t++) sum += entropy(weights, offset + t * keys, keys);
  return queries > 0 ? sum / queries : NaN;
}

/** The mean over heads, into `out`: matrices of `size` numbers lie one behind the other. */
export function meanOverHeads(
  data: ArrayLike<number>,
  heads: number,
  size: number,
  out: Float32Array,
): Float32Array {
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let h = 0; h < heads; h++) sum += data[h * size + i];
    out[i] = sum / heads;
  }
  return out;
}

/** What a head has of one step of a sequence (T, 1, D): `width` numbers from `offset`. */
export function headSlice(
  step: number,
  depth: number,
  head: number,
  heads: number,
): { offset: number; width: number } {
  const width = depth / heads;
  return { offset: step * depth + head * width, width };
}

/** What adds up to the score of one query and key, before it is divided: the products of their numbers,
 *  or, additive, v tanh(q + k). */
export function scoreTerms(
  scoring: Scoring,
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  score: ArrayLike<number> | undefined,
): number[] {
  return Array.from(q, (value, j) =>
    scoring.kind === 'additive' ? (score?.[j] ?? NaN) * Math.tanh(value + k[j]) : value * k[j],
  );
}

/** A sum with its terms: "0.3·0.2 + … = 0.5" needs no more than the first few of them. */
export function sumText(terms: string[], most: number): string {
  return terms.length <= most ? terms.join(' + ') : `${terms.slice(0, most).join(' + ')} + …`;
}
