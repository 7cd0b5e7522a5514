import { describe, expect, test } from 'vitest';

import type { Chosen, LayerInfo, RunInfo } from '../../../web/src/engine/types';
import { drawnFrom, eachEdge } from '../../../web/src/views/network/edges';
import { layoutNetwork, watched } from '../../../web/src/views/network/layout';

const featureNames = ['x1', 'x2', 'x1_squared', 'x2_squared', 'x1_x2', 'sin_x1', 'sin_x2'];

interface Want {
  input?: number[];
  kind?: 'vector' | 'image';
  layers: Chosen[];
  outputs?: number;
}

// A run's description as the engine gives it, for a stack of blocks.
function infoOf({ input = [2], kind = 'vector', layers, outputs = 1 }: Want): RunInfo {
  const counts = new Map<string, number>();
  let shape = input;
  let takes: 'vector' | 'image' = kind;
  const described = layers.map((layer, index): LayerInfo => {
    const number = (counts.get(layer.kind) ?? 0) + 1;
    counts.set(layer.kind, number);
    const path = `${layer.kind}_${number}`;
    const from = { kind: takes, shape };
    let names = ['value'];
    if (layer.kind === 'dense') {
      names = ['weight', 'bias', 'linear', 'activation'];
      shape = [Number(layer.units)];
    } else if (layer.kind === 'features') {
      shape = [featureNames.filter((name) => layer[name] === true).length];
    } else if (layer.kind === 'flatten') {
      shape = [shape.reduce((a, b) => a * b, 1)];
      takes = 'vector';
    }
    return {
      path,
      kind: layer.kind,
      column: 'layers' as const,
      index,
      input: from,
      output: { kind: takes, shape },
      parameters: 0,
      operations: 0,
      nodes: names.map((name) => `${path}/${name}`),
    };
  });
  described.push({
    path: 'output',
    kind: 'output',
    column: 'output',
    index: -1,
    input: { kind: 'vector', shape },
    output: { kind: 'vector', shape: [outputs] },
    parameters: 0,
    operations: 0,
    nodes: ['output/weight', 'output/bias', 'output/linear', 'output/activation'],
  });
  return {
    experiment: { lushan: 1, task: { kind: 'spiral' }, model: { layers }, train: {} },
    layers: described,
    nodes: [],
    parameters: 0,
    memory: 0,
    operations: 0,
    task: {
      input: { kind, shape: input, names: input.map((_, i) => `x${i + 1}`), ranges: [] },
      target: { kind: 'classes', count: Math.max(2, outputs), names: ['a', 'b'] },
      pairs: false,
      train: 10,
      test: 10,
      chance: 0.5,
    },
    loss: { kind: 'cross_entropy', width: outputs, link: 'softmax' },
  };
}

const dense = (units: number): Chosen => ({ kind: 'dense', units, activation: 'tanh' });
const features = (...on: string[]): Chosen => ({
  kind: 'features',
  ...Object.fromEntries(featureNames.map((name) => [name, on.includes(name)])),
});

const playground = infoOf({ layers: [features('x1', 'x1_x2'), dense(4), dense(2)] });
const digits = infoOf({
  input: [1, 28, 28],
  kind: 'image',
  layers: [{ kind: 'flatten' }, dense(128), dense(64)],
  outputs: 10,
});

describe('layout', () => {
  test('tiles lie inside their column and the height, and do not overlap', () => {
    for (const units of [1, 2, 8, 9, 13, 17, 32, 64, 100, 128, 200, 256, 600, 1024])
      for (const height of [260, 400, 560]) {
        const { columns, width } = layoutNetwork(
          infoOf({ layers: [dense(units)] }),
          900,
          height,
          [],
        );
        expect(width).toBeGreaterThanOrEqual(900);
        for (const column of columns) {
          const taken = new Set<string>();
          for (const box of column.boxes) {
            expect(box.x).toBeGreaterThanOrEqual(column.left);
            expect(box.x + box.size).toBeLessThanOrEqual(column.left + column.width);
            expect(box.y).toBeGreaterThanOrEqual(0);
            expect(box.y + box.size).toBeLessThanOrEqual(height + 1);
            expect(box.size).toBeGreaterThanOrEqual(10);
            taken.add(`${box.x} ${box.y}`);
          }
          expect(taken.size).toBe(column.boxes.length);
          const sorted = [...column.boxes].sort((a, b) => a.x - b.x || a.y - b.y);
          for (let i = 1; i < sorted.length; i++)
            if (sorted[i].x === sorted[i - 1].x)
              expect(sorted[i].y).toBeGreaterThan(sorted[i - 1].y + sorted[i - 1].size);
        }
        for (let c = 1; c < columns.length; c++)
          expect(columns[c].left).toBeGreaterThan(columns[c - 1].left + columns[c - 1].width);
      }
  });

  test('a network of pictures is not wider than its place, names of its classes included', () => {
    const classes = ['golden retriever', 'tall building', 'bird', 'fish'];
    for (const count of [2, 3, 4, 10]) {
      const names = Array.from({ length: count }, (_, i) => classes[i % 4]);
      const { task, layers, ...rest } = infoOf({
        input: [1, 28, 28],
        kind: 'image',
        layers: [{ kind: 'flatten' }, dense(128), dense(64)],
        outputs: count,
      });
      const info = { ...rest, layers, task: { ...task, target: { ...task.target, count, names } } };
      const { width, columns } = layoutNetwork(info as RunInfo, 766, 590, []);
      expect(width).toBe(766); // what there is between the other columns of a window of 1440 x 900
      const last = columns.at(-1)!;
      expect(last.names).toEqual(names);
      const end = last.boxes[0].x + last.boxes[0].size + last.room;
      expect(end).toBeLessThanOrEqual(width + 1);
      expect(last.room).toBe(84);
    }
  });

  test('classes stand in one column, beside which there is room for their names, in a low place', () => {
    const names = Array.from({ length: 10 }, (_, i) => `class ${i}`);
    const task = { ...digits.task, target: { ...digits.task.target, count: 10, names } };
    for (const height of [180, 240, 400]) {
      const { columns } = layoutNetwork({ ...digits, task } as RunInfo, 766, height, []);
      const { boxes } = columns.at(-1)!;
      expect(new Set(boxes.map(({ x }) => x)).size).toBe(1);
      expect(boxes[0].y).toBeGreaterThanOrEqual(0);
      expect(boxes[9].y + boxes[9].size).toBeLessThanOrEqual(height);
    }
  });

  test('a wide layer keeps its count but shows its first units', () => {
    const column = layoutNetwork(infoOf({ layers: [dense(1024)] }), 900, 400, []).columns[1];
    expect(column.units).toBe(1024);
    expect(column.shown).toBe(256);
  });

  test('all features have a place; those that are off have no unit', () => {
    const column = layoutNetwork(playground, 900, 400, featureNames).columns[0];
    expect(column.names).toEqual(featureNames);
    expect(column.sources).toEqual([0, -1, -1, -1, 1, -1, -1]);
    expect(column.units).toBe(2);
  });

  test('a picture is shown as one, its first weights as pictures, its pixels as a ribbon', () => {
    const faces = layoutNetwork(digits, 900, 400, []).columns.map((column) => column.face);
    expect(faces).toEqual(['picture', 'strip', 'weights', 'value', 'value']);
  });

  test('faces follow the number of inputs', () => {
    const faceOf = (input: number[]) =>
      layoutNetwork(infoOf({ input, layers: [dense(3)] }), 900, 400, []).columns[1].face;
    expect(faceOf([1])).toBe('curve');
    expect(faceOf([2])).toBe('map');
    expect(faceOf([5])).toBe('value');
  });
});

describe('what is watched', () => {
  test('maps over the plane, weights and biases', () => {
    expect(watched(playground).sort()).toEqual(
      [
        'grid:features_1/value',
        'grid:dense_1/activation',
        'grid:dense_2/activation',
        'grid:output/activation',
        ...['dense_1', 'dense_2', 'output'].flatMap((path) => [
          `parameter:${path}/weight`,
          `parameter:${path}/bias`,
        ]),
      ].sort(),
    );
  });

  test('nothing huge: wide layers are not sampled over the plane', () => {
    const paths = watched(infoOf({ layers: [dense(1024), dense(1024)] }));
    expect(paths).not.toContain('grid:dense_1/activation');
    expect(paths).not.toContain('parameter:dense_2/weight');
    expect(paths).toContain('example:dense_2/activation');
  });
});

describe('edges', () => {
  test('each edge has the index of its weight: input i to unit j at i * units + j', () => {
    const { columns } = layoutNetwork(playground, 900, 400, featureNames);
    const seen: [number, number, number][] = [];
    eachEdge(columns[0], columns[1], (_, from, to, index) => seen.push([from, to, index]));
    // features 0 and 4 are on: they are units 0 and 1
    expect(seen.filter(([from]) => from === 0).map(([, to, index]) => index - to)).toEqual([
      0, 0, 0, 0,
    ]);
    expect(seen.filter(([from]) => from === 4).map(([, to, index]) => index - to)).toEqual([
      4, 4, 4, 4,
    ]);
    expect(seen).toHaveLength(8);
  });

  test('few weights are all drawn, of many about the largest', () => {
    expect(drawnFrom(new Float32Array([0, 1, 2]))).toBe(0);
    const many = Float32Array.from({ length: 8192 }, (_, i) => Math.sin(i * 12.9898) * 3);
    const threshold = drawnFrom(many);
    const drawn = many.filter((w) => Math.abs(w) >= threshold).length;
    expect(drawn).toBeGreaterThan(0);
    expect(drawn).toBeLessThanOrEqual(360);
    // of weights that are all alike none is among the largest, zeros included
    for (const value of [0, 0.5])
      expect(drawnFrom(new Float32Array(8192).fill(value))).toBeGreaterThan(value);
  });
});
