import { describe, expect, test } from 'vitest';

import type { RunInfo } from '../../../web/src/engine/types';
import { extentOf as lossExtent, inside, levels } from '../../../web/src/views/loss/frame';
import { largest } from '../../../web/src/views/digits/largest';
import {
  axesOf,
  itemsOf,
  placeOf,
  sheetOf,
  sourcesOf,
  toCsv,
} from '../../../web/src/views/inspector/tensors';
import { Paper, side } from '../../../web/src/views/shared/paper';
import { argmax, guessOf } from '../../../web/src/views/shared/output';

test('the largest values come first, NaN never', () => {
  const values = new Float32Array([1, NaN, 5, 5, -2, 9, Infinity]);
  expect(largest(values, 3)).toEqual([5, 2, 3]);
  expect(largest(values, 99)).toEqual([5, 2, 3, 0, 4]);
  expect(largest(values, 0)).toEqual([]);
});

describe('a guess', () => {
  test('is the side of the centre, or the largest score', () => {
    const probability = { kind: 'side', center: 0.5, limit: 0.5, probability: true } as const;
    expect(guessOf(probability, [0.49], 0)).toBe(0);
    expect(guessOf(probability, [0.5], 0)).toBe(1);
    const scores = { kind: 'scores', classes: 3, probabilities: true } as const;
    expect(guessOf(scores, [9, 9, 9, 0.1, 0.7, 0.2], 3)).toBe(1);
    expect(argmax([2, 2, 1], 0, 3)).toBe(0);
  });
});

describe('the loss surface', () => {
  test('shows every point with room around, and at least one unit each way', () => {
    const points = [
      { w: 0, b: 0 },
      { w: 4, b: -2 },
      { w: NaN, b: 1 },
    ];
    const extent = lossExtent(points);
    expect(extent).toEqual({ w: [-1, 5], b: [-2.5, 0.5] });
    expect(inside(extent, points[1])).toBe(true);
    expect(inside(extent, { w: 5.1, b: 0 })).toBe(false);
    expect(lossExtent([{ w: 3, b: 3 }])).toEqual({ w: [2, 4], b: [2, 4] });
  });

  test('contour levels rise from just above the bottom to just below the top', () => {
    const found = levels(0.2, 10.2, 9);
    expect(found).toHaveLength(9);
    expect(found[0]).toBeGreaterThan(0.2);
    expect(found[0]).toBeLessThan(0.5);
    expect(found[8]).toBeLessThan(10.2);
    for (let i = 1; i < 9; i++) expect(found[i]).toBeGreaterThan(found[i - 1]);
    expect(levels(1, 1, 9)).toEqual([]);
  });
});

describe('the inspector', () => {
  test('lays tensors out in rows', () => {
    expect(sheetOf([5])).toEqual({ rows: 1, columns: 5 });
    expect(sheetOf([2, 3, 4])).toEqual({ rows: 6, columns: 4 });
    expect(sheetOf([])).toEqual({ rows: 0, columns: 0 });
    expect(placeOf([2, 3, 4], 23)).toEqual([1, 2, 3]);
  });

  test('lists parameters first, and what only says where there is padding last', () => {
    const names = ['one/mask', 'one', 'one/weight'];
    const info = {
      layers: [{ path: 'one', nodes: names }],
      nodes: names.map((name) => ({ name, parameter: name === 'one/weight', shape: [2] })),
    } as unknown as RunInfo;
    expect(itemsOf(info, 'one').map(({ node }) => node)).toEqual(['one/weight', 'one', 'one/mask']);
  });

  test('says what the axes of a tensor run over', () => {
    const axes = (node: string, shape: number[]) =>
      axesOf({ node, parameter: false, shape }, false);
    expect(axes('one_hot_1/mask', [12, 32])).toEqual(['step', 'example']);
    expect(axes('one_hot_1', [12, 32, 5])).toEqual(['step', 'example', 'unit']);
    expect(axes('dense_1', [32, 4])).toEqual(['example', 'unit']);
  });

  test('offers the gradient of everything that has one', () => {
    const paths = (node: string, parameter: boolean) =>
      sourcesOf({ node, parameter, shape: [1] }).map((source) => source.path);
    expect(paths('dense_1/weight', true)).toEqual([
      'parameter:dense_1/weight',
      'parameter:dense_1/weight.grad',
    ]);
    expect(paths('dense_1/linear', false)).toContain('train:dense_1/linear.grad');
    expect(paths('input', false)).not.toContain('train:input.grad');
  });

  test('a file holds the very numbers', () => {
    const data = new Float32Array([0.1, -1e-20, 16777217, 1 / 3, NaN, Infinity]);
    const read = toCsv(data, [2, 3])
      .trim()
      .split('\n')
      .map((line) => line.split(',').map(Number));
    expect(read.flat()).toHaveLength(6);
    read.flat().forEach((value, i) => expect(Math.fround(value)).toBe(data[i]));
    expect(read).toHaveLength(2);
  });
});

describe('paper', () => {
  test('a stroke leaves ink along its way and nowhere else', () => {
    const paper = new Paper();
    expect(paper.empty).toBe(true);
    paper.stroke(0.2, 0.5, 0.8, 0.5);
    const at = (x: number, y: number) =>
      paper.ink[Math.floor(y * side) * side + Math.floor(x * side)];
    expect(at(0.5, 0.5)).toBe(1);
    expect(at(0.21, 0.5)).toBe(1);
    expect(at(0.5, 0.6)).toBe(0);
    expect(at(0.05, 0.5)).toBe(0);
    expect(paper.ink.every((v) => v >= 0 && v <= 1)).toBe(true);
    paper.clear();
    expect(paper.empty).toBe(true);
  });

  test('a stroke that leaves the paper stays within it', () => {
    const paper = new Paper();
    paper.stroke(-1, -1, 2, 2);
    expect(paper.ink).toHaveLength(side * side);
    expect(paper.empty).toBe(false);
  });
});
