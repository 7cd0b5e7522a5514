import { describe, expect, test } from 'vitest';

import { sliceOffset, slicesOf } from '../../../web/src/views/inspector/tensors';
import type { LayerInfo } from '../../../web/src/engine/types';
import { tilesOf, tokenText, wordsAlong } from '../../../web/src/views/shared/families';
import { rowOf, textOf } from '../../../web/src/views/tokens/rows';

const vocabulary = ['<pad>', '<bos>', '<eos>', 'a', 'b', ' '];

describe('tensors as pictures', () => {
  test('maps and heads lie one after the other, time runs across', () => {
    expect(tilesOf('maps', [1, 8, 5, 7])).toEqual({
      ...{ count: 8, rows: 5, columns: 7 },
      ...{ stride: 35, rowStride: 7, columnStride: 1 },
    });
    expect(tilesOf('time', [6, 1, 4])).toMatchObject({ rows: 4, columns: 6, rowStride: 1 });
    expect(tilesOf('vector', [1, 10])).toMatchObject({ rows: 10, columns: 1 });
    expect(tilesOf('vector', [1, 784])).toMatchObject({ rows: 28, columns: 28 });
    expect(tilesOf('vector', [1, 13])).toMatchObject({ rows: 13, columns: 1 });
  });

  test('weights are named by the tokens they belong to', () => {
    const layer = (path: string, kind: string) => ({ path, kind }) as LayerInfo;
    const [embedding, output] = [layer('embedding_1', 'embedding'), layer('output', 'output')];
    const [tokens, answers] = [
      ['·', 'a', 'b'],
      ['x', 'y'],
    ];
    const along = (layer: LayerInfo, node: string, shape: number[]) =>
      wordsAlong(layer, `${layer.path}/${node}`, shape, tokens, answers);
    expect(along(embedding, 'weight', [3, 8])).toEqual({ rows: tokens, columns: [] });
    expect(along(embedding, 'value', [3, 1, 8]).rows).toEqual([]);
    expect(along(output, 'weight', [3, 2])).toEqual({ rows: [], columns: answers });
    expect(along(output, 'bias', [2]).columns).toEqual(answers);
    expect(along(layer('dense_1', 'dense'), 'weight', [3, 2])).toEqual({ rows: [], columns: [] });
  });

  test('of more than two axes one slice is looked at', () => {
    expect(slicesOf([8, 1, 32])).toEqual({ axes: [], shape: [8, 32], shown: [0, 2] });
    expect(slicesOf([1])).toEqual({ axes: [], shape: [1], shown: [0] });
    const slices = slicesOf([32, 2, 9, 8]);
    expect(slices.shape).toEqual([9, 8]);
    expect(sliceOffset(slices, [3, 1])).toBe((3 * 2 + 1) * 72);
    expect(sliceOffset(slices, [99])).toBe(31 * 2 * 72);
  });
});

describe('answers of tokens', () => {
  const y = { data: Float32Array.from([0, 0, 4, 3, 2, 0]), width: 6 };

  test('an answer that goes on after its input', () => {
    const x = { data: Float32Array.from([3, 4, 1, 4, 3, 0]), width: 6 };
    const guess = Float32Array.from([9, 9, 4, 4, 2, 9]);
    expect(rowOf(0, x, y, guess, true)).toEqual({
      index: 0,
      input: [3, 4],
      expected: [4, 3, 2],
      guess: [4, 4, 2],
      right: false,
    });
    expect(rowOf(0, x, y, y.data, true).right).toBe(true);
    expect(rowOf(0, x, y, undefined, true)).toMatchObject({ guess: [], right: false });
  });

  test('what cannot be seen has a sign, and an input is a text again', () => {
    expect([0, 2, 3, 5, 9].map((token) => tokenText(vocabulary, token)).join('')).toBe('·⊣a␣?');
    expect(textOf([3, 5, 4], vocabulary)).toBe('a b');
    expect(textOf([3, 4], [...vocabulary.slice(0, 3), 'one', 'two'])).toBe('one two');
  });
});
