import { describe, expect, test } from 'vitest';

import { moments, sublayersOf } from '../../../web/src/views/addnorm/sublayers';
import { contextOf, cosine } from '../../../web/src/views/context/context';
import { positionOf, rateOf } from '../../../web/src/views/shared/positions';
import { engine, tensorOf, trained } from './support/engine';

const embedding = { kind: 'embedding', dim: 12 };

function opened(model: object) {
  const document = {
    lushan: 1,
    seed: 3,
    task: { kind: 'reverse', length: 5, alphabet: 4, samples: 200 },
    model,
    train: { optimizer: { kind: 'adam', lr: 0.01 }, batch: 16 },
  };
  const { session, info } = trained(document, 10);
  const read = (path: string) => tensorOf(session, path).data;
  const layer = (kind: string) => info.layers.find((each) => each.kind === kind)!;
  return { info, read, layer, shape: (path: string) => tensorOf(session, path).shape };
}
const layers = (...list: object[]) => ({ layers: [embedding, ...list] });
const causal = { kind: 'encoder_layer', causal: true, heads: 2, hidden: 8 };

describe('tables of positions', () => {
  test.each(['sinusoidal', 'sine_only'])(
    '%s: rates and formula give the engine’s values',
    (method) => {
      const { info, read, layer, shape } = opened(layers({ kind: 'position', method, base: 100 }));
      const position = positionOf(info, layer('position'))!;
      const [rows, columns] = shape(`example:${position.scope}/table`);
      const table = read(`example:${position.scope}/table`);
      for (let p = 0; p < rows; p++)
        for (let j = 0; j < columns; j++) {
          const angle = p * rateOf(method, position.base, j, columns)!;
          const wave = method === 'sinusoidal' && j % 2 === 1 ? Math.cos(angle) : Math.sin(angle);
          expect(table[p * columns + j]).toBeCloseTo(wave, 6);
        }
      const longer = engine.positionTable(method, 300, columns, 100, 0);
      expect([...longer.slice(0, table.length)]).toEqual([...table]);
      expect(longer).toHaveLength(300 * columns);
    },
  );

  test.each(['sinusoidal', 'learned', 'random'])('%s: before, table and after add up', (method) => {
    const model = layers({ kind: 'position', method, scale: 0.5 });
    const { info, read, layer } = opened(model);
    const position = positionOf(info, layer('position'))!;
    const before = read(`example:${position.before}`);
    const table = read(`example:${position.scope}/table`);
    const after = read(`example:${position.scope}/value`);
    expect(position.scale).toBe(0.5);
    after.forEach((value, i) => expect(value).toBeCloseTo(before[i] + 0.5 * table[i], 6));
  });

  test('of RoPE hold sines and cosines, by which pairs are turned', () => {
    const { info, read, layer, shape } = opened(layers({ ...causal, position: 'rope' }));
    const position = positionOf(info, layer('encoder_layer'))!;
    expect(position).toMatchObject({ method: 'rope', heads: 2, before: null });
    const [, width] = shape(`example:${position.scope}/table`);
    const table = read(`example:${position.scope}/table`);
    const [q, turned] = ['q', 'q_rotated'].map((name) => read(`example:${position.scope}/${name}`));
    const [pos, pair] = [3, 1];
    const angle = pos * rateOf('rope', position.base, 2 * pair, width)!;
    expect(table[pos * width + 2 * pair]).toBeCloseTo(Math.sin(angle), 6);
    expect(table[pos * width + 2 * pair + 1]).toBeCloseTo(Math.cos(angle), 6);
    const at = pos * 12 + 2 * pair;
    expect(turned[at]).toBeCloseTo(q[at] * Math.cos(angle) - q[at + 1] * Math.sin(angle), 5);
  });

  test('none of these says where tokens stand in other ways, or not at all', () => {
    const { info, layer } = opened(layers({ kind: 'position', method: 'none' }, causal));
    expect(positionOf(info, layer('position'))).toBeNull();
    expect(positionOf(info, layer('encoder_layer'))).toBeNull();
    expect(positionOf(info, layer('output'))).toBeNull();
    expect(() => engine.positionTable('nothing', 3, 4, 100, 0)).toThrow('no positional encoding');
  });
});

describe('residual and norm', () => {
  test.each(['post', 'pre'])('%s: stages follow each other, and add up', (placement) => {
    const { info, read, layer } = opened(layers({ ...causal, placement }));
    const sublayers = sublayersOf(info, layer('encoder_layer'));
    expect(sublayers.map(({ name }) => name)).toEqual(['self_attention', 'feed_forward']);
    for (const { stages, norm } of sublayers) {
      const [start, given, sum, normed] = (['in', 'given', 'sum', 'norm'] as const).map((name) =>
        read(`example:${stages.find((stage) => stage.name === name)!.node}`),
      );
      sum.forEach((value, i) => expect(value).toBeCloseTo(start[i] + given[i], 5));
      expect(read(`example:${norm!.from}`)).toEqual(placement === 'pre' ? start : sum);
      for (const { mean, variance } of moments(normed, 12)) {
        expect(Math.abs(mean)).toBeLessThan(0.2); // gain and shift have hardly moved yet
        expect(variance).toBeGreaterThan(0.6);
        expect(variance).toBeLessThan(1.5);
      }
    }
    expect(sublayers[1].stages[0].node).toBe(sublayers[0].stages.at(-1)!.node);
  });

  test('are found of a norm of its own, and of a decoder’s three sub-layers', () => {
    const plain = opened(layers(causal, { kind: 'layer_norm' }));
    const [norm] = sublayersOf(plain.info, plain.layer('layer_norm'));
    expect(norm.stages.map(({ name }) => name)).toEqual(['in', 'norm']);
    expect(moments(plain.read(`example:${norm.norm!.to}`), 12)[0].variance).toBeCloseTo(1, 1);
    const pair = opened({
      encoder: [embedding, { kind: 'encoder_layer', heads: 2 }],
      decoder: [embedding, { kind: 'decoder_layer', heads: 2, residual: false }],
    });
    const stages = sublayersOf(pair.info, pair.layer('decoder_layer'));
    expect(stages.map(({ name }) => name)).toEqual([
      'self_attention',
      'cross_attention',
      'feed_forward',
    ]);
    expect(stages[0].stages.map(({ name }) => name)).toEqual(['in', 'given', 'norm']);
    for (const { node } of stages.flatMap((each) => each.stages))
      expect(pair.read(`example:${node}`).length).toBeGreaterThan(0);
    expect(sublayersOf(pair.info, pair.layer('embedding'))).toEqual([]);
  });

  test('mean and biased variance of each run', () => {
    expect(moments([1, 3, 5, 5], 2)).toEqual([
      { mean: 2, variance: 1 },
      { mean: 5, variance: 0 },
    ]);
  });
});

describe('the fixed context', () => {
  const seq2seq = (encoder: object, decoder: object) => ({
    encoder: [embedding, encoder],
    decoder: [embedding, decoder],
  });

  test('is the encoder’s last state: every step’s, or the first state', () => {
    const every = opened(
      seq2seq({ kind: 'gru', units: 6 }, { kind: 'recurrent_decoder', units: 6, context: 'every' }),
    );
    const context = contextOf(every.info, every.layer('recurrent_decoder'))!;
    expect(context).toMatchObject({ every: true, first: true });
    const vector = every.read(`example:${context.parts[0]}`);
    const repeated = every.read('example:decoder/recurrent_decoder_1/context');
    for (let at = 0; at < repeated.length; at += 6)
      expect(repeated.slice(at, at + 6)).toEqual(vector);
    expect(every.read(`example:${context.state}`).length % 6).toBe(0);
  });

  test('is of both directions, of a plain recurrent layer too, and none where attention looks', () => {
    const both = opened(
      seq2seq(
        { kind: 'lstm', units: 4, bidirectional: true },
        { kind: 'lstm', units: 8, initial: 'encoder' },
      ),
    );
    const decoder = both.info.layers.find(({ path }) => path === 'decoder/lstm_1');
    expect(contextOf(both.info, decoder)!.parts).toEqual([
      'encoder/lstm_1/layer_1/forwards/last',
      'encoder/lstm_1/layer_1/backwards/last',
    ]);
    expect(contextOf(both.info, both.layer('lstm'))).toBeNull(); // the encoder's own
    const attends = opened(
      seq2seq({ kind: 'gru', units: 6 }, { kind: 'recurrent_decoder', units: 6 }),
    );
    expect(contextOf(attends.info, attends.layer('recurrent_decoder'))).toBeNull();
  });

  test('and how near a state is to it', () => {
    expect(cosine([1, 2], [2, 4])).toBeCloseTo(1);
    expect(cosine([1, 0], [0, 5])).toBe(0);
    expect(cosine([1, 0], [-3, 0])).toBe(-1);
  });
});
