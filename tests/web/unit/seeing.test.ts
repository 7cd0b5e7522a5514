import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { diverging } from '../../../web/src/draw/color';
import { matrix } from '../../../web/src/draw/heatmap';
import { shortNumber } from '../../../web/src/draw/numbers';
import { heatmapSvg } from '../../../web/src/draw/svg';
import { inks } from '../../../web/src/draw/theme';
import type { Frame } from '../../../web/src/engine/protocol';
import type { Experiment, Tensor } from '../../../web/src/engine/types';
import { Diagnosis } from '../../../web/src/state/diagnosis';
import { agrees, explain } from '../../../web/src/views/recurrence/formula';
import { pooled } from '../../../web/src/views/global-pool/pooled';
import {
  decades,
  shareLeft,
  sharedPath,
  steady,
  trainedOf,
} from '../../../web/src/views/gradients/flow';
import {
  channelsBehind,
  convolve,
  inputNode,
  litBy,
  patches,
  slidingOf,
} from '../../../web/src/views/shared/receptive';
import { recurrencesOf } from '../../../web/src/views/shared/recurrences';
import { trained } from './support/engine';

const digits = new Uint8Array(readFileSync(new URL('../../core/task_digits.bin', import.meta.url)));

// A run of the engine after some steps, with any tensor of it that there is.
function seen(experiment: Experiment, steps: number, asset?: Uint8Array<ArrayBuffer>) {
  const { session, info } = trained(experiment, steps, asset);
  const read = (path: string): Tensor | undefined => {
    let handle: number;
    try {
      handle = session.find(path);
    } catch {
      return undefined;
    }
    if (path.startsWith('summary:')) session.refresh('summary');
    return { shape: session.shape(handle), data: session.view(handle).slice() };
  };
  return { session, info, read };
}

const sequence = (
  layers: Record<string, unknown>[],
  task: Record<string, unknown> = { kind: 'recall', length: 7 },
) =>
  ({
    lushan: 1,
    seed: 4,
    task,
    model: { layers: [{ kind: 'embedding', dim: 5 }, ...layers] },
    train: { batch: 8, optimizer: { kind: 'adam', lr: 0.02 } },
  }) as unknown as Experiment;

describe('the arithmetic of a recurrence is the engine’s', () => {
  const cases: [string, Experiment][] = [
    ['rnn', sequence([{ kind: 'rnn', units: 6, output: 'last' }])],
    ['rnn with relu', sequence([{ kind: 'rnn', units: 6, activation: 'relu', output: 'last' }])],
    ['lstm', sequence([{ kind: 'lstm', units: 6, output: 'last' }])],
    ['gru', sequence([{ kind: 'gru', units: 6, output: 'last' }])],
    [
      'a deep bidirectional lstm that begins with a trained state',
      sequence([
        {
          kind: 'lstm',
          units: 4,
          layers: 2,
          bidirectional: true,
          initial: 'learned',
          output: 'last',
        },
      ]),
    ],
    [
      'an encoder and a decoder that goes on from it',
      {
        lushan: 1,
        seed: 2,
        task: { kind: 'reverse', length: 5 },
        model: {
          encoder: [
            { kind: 'embedding', dim: 5 },
            { kind: 'lstm', units: 4, bidirectional: true },
          ],
          decoder: [
            { kind: 'embedding', dim: 5 },
            { kind: 'lstm', units: 8, initial: 'encoder' },
          ],
        },
        train: { batch: 8 },
      } as unknown as Experiment,
    ],
    ...['rnn', 'lstm', 'gru'].map((cell): [string, Experiment] => [
      `a decoder of ${cell} that is fed what it gave, step by step`,
      {
        lushan: 1,
        seed: 2,
        task: { kind: 'reverse', length: 5 },
        model: {
          encoder: [
            { kind: 'embedding', dim: 5 },
            { kind: cell, units: 4, bidirectional: true },
          ],
          decoder: [
            { kind: 'embedding', dim: 5 },
            { kind: 'recurrent_decoder', cell, units: 8, input_feeding: true },
          ],
        },
        train: { batch: 8 },
      } as unknown as Experiment,
    ]),
  ];
  test.each(cases)('%s', (_, experiment) => {
    const { info, read, session } = seen(experiment, 30);
    const all = recurrencesOf(info);
    let compared = 0;
    for (const recurrence of all)
      for (let step = 0; step < recurrence.steps; step++)
        for (let unit = 0; unit < recurrence.units; unit++) {
          const cell = explain(info, recurrence, step, unit, read, String);
          expect(cell).not.toBeNull();
          if (cell!.carried) continue;
          for (const { section, computed, value } of cell!.lines) {
            expect(value, `${recurrence.path} ${section.name} ${step} ${unit}`).not.toBeNaN();
            expect(agrees(computed, value), `${section.name}: ${computed} ${value}`).toBe(true);
            compared++;
          }
        }
    expect(compared).toBeGreaterThanOrEqual(30);
    session.delete();
  });

  test('both directions and every layer are found, in order', () => {
    const { info } = seen(cases[4][1], 0);
    expect(
      recurrencesOf(info).map(({ path, cell, depth, backwards }) => [path, cell, depth, backwards]),
    ).toEqual([
      ['lstm_1/layer_1/forwards', 'lstm', 1, false],
      ['lstm_1/layer_1/backwards', 'lstm', 1, true],
      ['lstm_1/layer_2/forwards', 'lstm', 2, false],
      ['lstm_1/layer_2/backwards', 'lstm', 2, true],
    ]);
  });
});

const images = (...layers: Record<string, unknown>[]) =>
  ({
    lushan: 1,
    seed: 3,
    task: { kind: 'mnist', samples: 100 },
    model: { layers: [...layers, { kind: 'flatten' }] },
    train: { batch: 4 },
  }) as unknown as Experiment;

describe('the sum behind a pixel is the engine’s', () => {
  const cases: [string, Experiment][] = [
    ['3 × 3', images({ kind: 'conv2d', channels: 3 })],
    ['strided', images({ kind: 'conv2d', channels: 2, kernel: 5, stride: 3, padding: 2 })],
    [
      'dilated, without bias, in groups',
      images(
        { kind: 'conv2d', channels: 4, stride: 2 },
        { kind: 'conv2d', channels: 6, groups: 2, dilation: 2, padding: 1, bias: false },
      ),
    ],
  ];
  test.each(cases)('%s', (_, experiment) => {
    const { info, read, session } = seen(experiment, 5, digits);
    const layer = info.layers.filter(({ kind }) => kind === 'conv2d').at(-1)!;
    const sliding = slidingOf(info, layer)!;
    const [channels, rows, columns] = layer.input.shape;
    const x = { data: read(`example:${inputNode(info, layer)}`)!.data, channels, rows, columns };
    const weight = read(`parameter:${layer.path}/weight`)!.data;
    const bias = read(`parameter:${layer.path}/bias`)?.data;
    const y = read(`example:${layer.path}/linear`)!.data;
    const [outputs, high, wide] = layer.output.shape;
    for (let tile = 0; tile < outputs; tile++)
      for (let row = 0; row < high; row++)
        for (let column = 0; column < wide; column++) {
          const behind = channelsBehind(layer, sliding, tile);
          const { total } = convolve(x, weight, bias, sliding, behind, { tile, row, column });
          expect(agrees(total, y[(tile * high + row) * wide + column])).toBe(true);
        }
    session.delete();
  });

  test('what a pooling makes of its window', () => {
    const { info, read, session } = seen(
      images(
        { kind: 'conv2d', channels: 2 },
        { kind: 'max_pool2d', kernel: 3, stride: 2, padding: 1 },
        { kind: 'avg_pool2d', kernel: 2, stride: 2, padding: 1 },
      ),
      3,
      digits,
    );
    for (const layer of info.layers.filter(({ kind }) => kind.endsWith('pool2d'))) {
      const sliding = slidingOf(info, layer)!;
      const [channels, rows, columns] = layer.input.shape;
      const x = { data: read(`example:${inputNode(info, layer)}`)!.data, channels, rows, columns };
      const y = read(`example:${layer.path}/value`)!.data;
      const [, high, wide] = layer.output.shape;
      y.forEach((value, i) => {
        const tile = Math.floor(i / (high * wide));
        const [row, column] = [Math.floor(i / wide) % high, i % wide];
        const [{ patch, inside }] = patches(x, sliding, [tile, tile + 1], row, column);
        const found =
          layer.kind === 'max_pool2d'
            ? Math.max(...patch.filter((_, k) => inside[k]))
            : patch.reduce((a, b) => a + b, 0) / patch.length;
        expect(agrees(found, value)).toBe(true);
      });
    }
    session.delete();
  });

  test.each(['mean', 'max'])('what global pooling makes of a map: its %s', (method) => {
    const experiment = images({ kind: 'conv2d', channels: 6 });
    experiment.model.layers![1] = { kind: 'global_pool', method }; // in place of flatten
    const { info, read, session } = seen(experiment, 3, digits);
    const layer = info.layers.find(({ kind }) => kind === 'global_pool')!;
    const [, rows, columns] = layer.input.shape;
    const x = read(`example:${inputNode(info, layer)}`)!.data;
    const y = read(`example:${layer.path}/value`)!.data;
    expect(y.length).toBe(6);
    y.forEach((value, c) => {
      const made = pooled(x, c, rows * columns);
      if (method === 'mean') expect(agrees(made.mean, value)).toBe(true);
      else expect([made.greatest, x[c * rows * columns + made.winner]]).toEqual([value, value]);
    });
    session.delete();
  });

  test('of cells that are as great the first wins, and what is not a number', () => {
    const two = pooled([9, 9, 1, 3, 2, 3], 1, 3);
    expect([two.winner, two.greatest, two.equals]).toEqual([0, 3, 2]);
    expect(pooled([1, 3, 3, 0], 0, 4).winner).toBe(1);
    expect(pooled([1, NaN, 5, 0], 0, 4).greatest).toBeNaN();
  });

  test('a pixel lights what it has seen, back to the picture', () => {
    const { info, session } = seen(
      images(
        { kind: 'conv2d', channels: 2 },
        { kind: 'max_pool2d' },
        { kind: 'conv2d', channels: 4, dilation: 2, padding: 2 },
      ),
      0,
      digits,
    );
    const layer = info.layers.find(({ path }) => path === 'conv2d_2')!;
    const lit = litBy(info, layer, { tile: 3, row: 0, column: 5 });
    expect(lit).toEqual([
      { path: 'example:conv2d_2/activation', tiles: [3, 4], rows: [0], columns: [5] },
      { path: 'example:conv2d_2/linear', tiles: [3, 4], rows: [0], columns: [5] },
      { path: 'example:max_pool2d_1/value', tiles: [0, 2], rows: [0, 2], columns: [3, 5, 7] },
      {
        path: 'example:conv2d_1/activation',
        tiles: [0, 2],
        rows: [0, 1, 2, 3, 4, 5],
        columns: [6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
      },
      {
        path: 'example:input',
        tiles: [0, 1],
        rows: [0, 1, 2, 3, 4, 5, 6],
        columns: [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
      },
    ]);
    session.delete();
  });
});

describe('gradients', () => {
  test('each parameter is found in the engine’s list of norms', () => {
    const { info, read, session } = seen(
      images({ kind: 'conv2d', channels: 2 }, { kind: 'batch_norm' }),
      3,
      digits,
    );
    const norms = read('summary:norms')!.data;
    const all = trainedOf(info);
    expect(all.map(({ name }) => name)).not.toContain('batch_norm_1/running_mean');
    expect(all.length).toBe(6);
    for (const { name, index } of all) {
      const length = (path: string) => Math.hypot(...read(path)!.data);
      expect(norms[2 * index]).toBeCloseTo(length(`parameter:${name}`), 4);
      expect(agrees(length(`parameter:${name}.grad`), norms[2 * index + 1])).toBe(true);
    }
    session.delete();
  });

  test('at each time step it is the mean over the batch of the length at the state', () => {
    const { read, session } = seen(
      sequence([{ kind: 'gru', units: 6, bidirectional: true, output: 'last' }]),
      5,
    );
    for (const direction of ['forwards', 'backwards']) {
      const path = `gru_1/layer_1/${direction}/state`;
      const { shape, data } = read(`train:${path}.grad`)!;
      const [steps, batch, units] = shape;
      const flow = read(`summary:flow/${path}`)!.data;
      expect(flow.length).toBe(steps);
      flow.forEach((length, t) => {
        let sum = 0;
        for (let b = 0; b < batch; b++)
          sum += Math.hypot(...data.subarray((t * batch + b) * units, (t * batch + b + 1) * units));
        expect(length).toBeGreaterThan(0);
        expect(Math.abs(length / (sum / batch) - 1)).toBeLessThan(1e-5);
      });
    }
    session.delete();
  });

  test('a parameter is named without what all names of its block begin with', () => {
    const names = (options: object) => {
      const { info, session } = seen(
        sequence([{ kind: 'gru', units: 4, output: 'last', ...options }]),
        0,
      );
      const all = trainedOf(info);
      const layer = info.layers.find(({ path }) => path === 'gru_1')!;
      const shared = sharedPath(layer, all);
      session.delete();
      return all.flatMap(({ name }) =>
        layer.nodes.includes(name) ? [name.slice(shared.length)] : [],
      );
    };
    expect(names({})).toContain('weight_ih');
    expect(names({ bidirectional: true })).toContain('backwards/weight_ih');
    expect(names({ layers: 2 })).toContain('layer_2/forwards/weight_ih');
  });

  test('what is left of a gradient, and the decades it takes', () => {
    expect(shareLeft([1, 2, 4], false)).toBe(0.25);
    expect(shareLeft([1, 2, 4], true)).toBe(4);
    expect(shareLeft([1, 0], false)).toBeNaN();
    expect(decades([0, 0.02, 3, NaN, Infinity])).toEqual([0.01, 10]);
    expect(decades([])).toEqual([1e-3, 1]);
    // an axis grows at once, and gives up a decade only when a second one is empty, too
    expect(steady(null, [0.01, 1])).toEqual([0.01, 1]);
    expect(steady([0.01, 1], [1e-4, 10])).toEqual([1e-4, 10]);
    expect(steady([0.01, 1], [0.1, 0.1])).toEqual([0.01, 1]);
    expect(steady([1e-4, 10], [0.01, 0.1])).toEqual([0.01, 0.1]);
  });
});

describe('diagnosis', () => {
  const dying: Experiment = {
    lushan: 1,
    seed: 1,
    task: { kind: 'circle' },
    model: {
      layers: [{ kind: 'features' }, { kind: 'dense', units: 6, activation: 'relu' }],
    },
    train: { batch: 32 },
  } as unknown as Experiment;

  // Looks at the run after every step; the answer of the last look.
  function watch({ session, info, read }: ReturnType<typeof seen>, steps: number) {
    const diagnosis = new Diagnosis(info);
    let found: ReturnType<Diagnosis['look']> = null;
    for (let i = 0; i < steps; i++) {
      session.step(1);
      const frame = {
        summed: session.stepCount(),
        status: JSON.parse(session.status()),
        gradientNorm: session.gradientNorm(),
        tensors: new Map(diagnosis.paths.map((path) => [path, read(path)!])),
      } satisfies Pick<Frame, 'summed' | 'status' | 'gradientNorm' | 'tensors'>;
      found = diagnosis.look(frame);
      expect(diagnosis.look(frame)).toBeNull(); // the same step brings no news
    }
    return found ?? [];
  }

  test('a unit that is pushed below zero is found dead after a while, and no other', () => {
    const run = seen(dying, 0);
    expect(watch(run, 12).filter(({ trouble }) => trouble === 'dead')).toEqual([]);
    run.session.setParameter('dense_1/bias', 2, -1000);
    expect(watch(run, 7)).toEqual([]);
    expect(watch(run, 8)).toMatchObject([
      { trouble: 'dead', block: 'dense_1', node: 'dense_1/activation', units: [2], of: 6 },
    ]);
    run.session.delete();
  });

  test('a tanh at its end is stuck', () => {
    const experiment = structuredClone(dying);
    experiment.model.layers![1].activation = 'tanh';
    const run = seen(experiment, 0);
    run.session.setParameter('dense_1/bias', 4, 50);
    expect(watch(run, 9)).toMatchObject([{ trouble: 'stuck', units: [4], of: 6 }]);
    run.session.delete();
  });

  test('with input feeding a state and an answer of attention that stay at their end are stuck', () => {
    const fed = {
      ...{ lushan: 1, seed: 1, task: { kind: 'reverse', length: 4 }, train: { batch: 32 } },
      model: {
        encoder: [
          { kind: 'embedding', dim: 8 },
          { kind: 'rnn', units: 5 },
        ],
        decoder: [
          { kind: 'embedding', dim: 8 },
          {
            ...{ kind: 'recurrent_decoder', cell: 'rnn', units: 5 },
            ...{ context: 'dot', input_feeding: true },
          },
        ],
      },
    } as unknown as Experiment;
    const run = seen(fed, 0);
    const path = 'decoder/recurrent_decoder_1';
    run.session.setParameter(`${path}/recurrent/layer_1/forwards/bias`, 3, 60);
    // which, being one, takes unit 1 of the answer to its end as well: tanh(W [state, context])
    run.session.setParameter(`${path}/weight_output`, 3 * 5 + 1, -60);
    expect(watch(run, 20).filter(({ trouble }) => trouble === 'stuck')).toMatchObject([
      { node: `${path}/recurrent/layer_1/forwards/state`, units: [3], of: 5 },
      { node: `${path}/attended`, units: [1], of: 5 },
    ]);
    run.session.delete();
  });

  test('an input gate that stays shut is told, a forget gate that stays open is not', () => {
    const run = seen(sequence([{ kind: 'lstm', units: 3, output: 'last' }]), 0);
    run.session.setParameter('lstm_1/layer_1/forwards/bias', 1, -60); // input gate of unit 2
    run.session.setParameter('lstm_1/layer_1/forwards/bias', 3, 60); // forget gate of unit 1
    expect(watch(run, 40).filter(({ trouble }) => trouble === 'gate')).toMatchObject([
      { gate: 'input', units: [1], of: 3 },
    ]);
    run.session.delete();
  });

  test.each([
    ['lstm', 0, -60, 'input'],
    ['gru', 0, 60, 'reset'],
  ])('with input feeding a gate of the decoder (%s) is told as well', (cell, gate, end, name) => {
    const fed = {
      ...{ lushan: 1, seed: 1, task: { kind: 'reverse', length: 4 }, train: { batch: 32 } },
      model: {
        encoder: [
          { kind: 'embedding', dim: 8 },
          { kind: cell, units: 3 },
        ],
        decoder: [
          { kind: 'embedding', dim: 8 },
          { kind: 'recurrent_decoder', cell, units: 3, context: 'dot', input_feeding: true },
        ],
      },
    } as unknown as Experiment;
    const run = seen(fed, 0);
    const path = 'decoder/recurrent_decoder_1/recurrent/layer_1/forwards';
    expect(watch(run, 40).filter(({ trouble }) => trouble === 'gate')).toEqual([]);
    run.session.setParameter(`${path}/bias`, gate * 3 + 1, end);
    expect(watch(run, 40).filter(({ trouble }) => trouble === 'gate')).toMatchObject([
      { node: `${path}/cells`, gate: name, units: [1], of: 3 },
    ]);
    run.session.delete();
  });

  test('a gradient that does not come through many layers is told, at the first of them', () => {
    const layers = Array.from({ length: 12 }, () => ({
      ...{ kind: 'dense', units: 6, activation: 'sigmoid' },
    }));
    const experiment = { ...dying, model: { layers: [{ kind: 'features' }, ...layers] } };
    const run = seen(experiment as unknown as Experiment, 0);
    expect(watch(run, 9).filter(({ trouble }) => trouble === 'deep')).toMatchObject([
      { block: 'dense_1', node: 'dense_1/weight' },
    ]);
    run.session.delete();
  });

  test('a number that is not finite is found in its block', () => {
    const run = seen(dying, 0);
    const found = new Diagnosis(run.info).look({
      ...{ summed: 3, gradientNorm: NaN, tensors: new Map() },
      status: { state: 'stopped', node: 'dense_1/linear' },
    });
    expect(found).toMatchObject([{ trouble: 'broken', block: 'dense_1', node: 'dense_1/linear' }]);
    run.session.delete();
  });

  test('a gradient that does not come through time is told', () => {
    const long = sequence(
      [{ kind: 'rnn', units: 8, output: 'last', recurrent_initializer: 'normal' }],
      {
        kind: 'recall',
        length: 32,
        shorter: false,
      },
    );
    const found = watch(seen(long, 0), 40).filter(({ trouble }) => trouble === 'fading');
    expect(found).toMatchObject([{ block: 'rnn_1' }]);
    expect(found[0].size).toBeLessThan(1e-4);
  });
});

describe('numbers and pictures to keep', () => {
  test('a number in a narrow place has two decimals, or three digits', () => {
    const written = [0.1349, -0.5, 0.001, -0.001, 1.256, 12.34, -123.4, NaN, -Infinity];
    expect(written.map(shortNumber)).toEqual([
      '.13',
      '−.50',
      '0',
      '0',
      '1.26',
      '12.3',
      '−123',
      '–',
      '−∞',
    ]);
  });

  test('a heat-map as SVG has a rectangle for each run of one colour, and names that are texts', () => {
    const m = matrix(Float32Array.from([1, 1, -1, 0, 0, 0]), 2, 3);
    const svg = heatmapSvg(m, diverging.light, 1, inks.light, 'a < b', {
      rows: ['<pad>', '"'],
      columns: [],
    });
    const colored = [...svg.matchAll(/<rect x="(\d+)" y="(\d+)" width="(\d+)"/g)];
    expect(colored.map(([, x, y, width]) => [x, y, width].map(Number))).toEqual([
      [72, 28, 40],
      [112, 28, 20],
      [72, 48, 60],
    ]);
    expect(svg).toContain('>a &lt; b</text>');
    expect(svg).toContain('>&lt;pad&gt;</text>');
    expect(svg).not.toContain('<pad>');
  });
});
