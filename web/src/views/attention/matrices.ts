import type { Masked } from '../../draw/attention';
import type { Matrix } from '../../draw/heatmap';
import { entropy } from '../shared/attention';

// The numbers of an attention's heads: a matrix for each, with a row for each query and a column for each
// key, one behind the other. A head of -1 is the mean over all of them.

export interface Matrices {
  data: Float32Array;
  heads: number;
  queries: number;
  keys: number;
}

export const matrixOf = ({ data, queries, keys }: Matrices, head: number): Matrix => ({
  data,
  rows: queries,
  columns: keys,
  offset: head * queries * keys,
  rowStride: keys,
  columnStride: 1,
});

export function valueIn(m: Matrices, head: number, query: number, key: number): number {
  return over(m, head, (matrix) => m.data[matrix + query * m.keys + key]);
}

/** How far the weights of a query are spread, in bits. */
export function spreadIn(m: Matrices, head: number, query: number): number {
  return over(m, head, (matrix) => entropy(m.data, matrix + query * m.keys, m.keys));
}

/** The greatest finite |value| that is not masked; 0 for none. */
export function greatestSeen({ data, queries, keys }: Matrices, masked: Masked): number {
  let most = 0;
  for (let row = 0; row < data.length / keys; row++) {
    const end = masked(row % queries);
    for (let key = 0; key < end; key++) {
      const size = Math.abs(data[row * keys + key]);
      if (size > most && size !== Infinity) most = size;
    }
  }
  return most;
}

/** Each head, or the one that is chosen. */
export const headsShown = (head: number, heads: number): number[] =>
  head < 0 ? Array.from({ length: heads }, (_, h) => h) : [head];

function over({ heads, queries, keys }: Matrices, head: number, of: (matrix: number) => number) {
  const shown = headsShown(head, heads);
  return shown.reduce((sum, h) => sum + of(h * queries * keys), 0) / shown.length;
}
