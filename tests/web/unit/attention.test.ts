import { describe, expect, test } from 'vitest';

import type { RunInfo } from '../../../web/src/engine/types';
import type { Session } from '../../../web/src/engine/module';
import {
  attentionsOf,
  entropy,
  headEntropy,
  headSlice,
  keysEnd,
  meanOverHeads,
  scoreTerms,
  sightOf,
  sumText,
  type Attention,
} from '../../../web/src/views/shared/attention';
import { manifest, tensorOf, trained } from './support/engine';

const reverse = { kind: 'reverse', length: 5, alphabet: 4, samples: 200 };
const embedding = { kind: 'embedding', dim: 12 };
const train = { optimizer: { kind: 'adam', lr: 0.01 }, batch: 16 };
const experiments: Record<string, object> = {
  'an encoder–decoder of two heads': {
    encoder: [embedding, { kind: 'position' }, { kind: 'encoder_layer', heads: 2, hidden: 8 }],
    decoder: [embedding, { kind: 'position' }, { kind: 'decoder_layer', heads: 3, hidden: 8 }],
  },
  'a decoder with ALiBi': {
    layers: [
      embedding,
      { kind: 'encoder_layer', causal: true, heads: 2, hidden: 8, position: 'alibi' },
    ],
  },
  'a decoder with RoPE': {
    layers: [
      embedding,
      { kind: 'multi_head_attention', causal: true, heads: 3, position: 'rope', scaled: false },
    ],
  },
  ...Object.fromEntries(
    ['additive', 'general', 'scaled_dot', 'dot'].map((context) => [
      `seq2seq with ${context} attention`,
      {
        encoder: [embedding, { kind: 'gru', units: 12 }],
        decoder: [embedding, { kind: 'recurrent_decoder', units: 12, context }],
      },
    ]),
  ),
  ...Object.fromEntries(
    ['additive', 'dot'].map((context) => [
      `seq2seq with ${context} attention that is told what it gave`,
      {
        encoder: [embedding, { kind: 'gru', units: 12 }],
        decoder: [
          embedding,
          { kind: 'recurrent_decoder', units: 12, context, input_feeding: true },
        ],
      },
    ]),
  ),
};

function opened(model: object): { session: Session; info: RunInfo } {
  const run = trained({ lushan: 1, seed: 3, task: reverse, model, train }, 20);
  run.session.setExample('test', 1); // shorter than the longest, so that there is padding
  run.session.refresh('example');
  return run;
}
const read = (session: Session, path: string) => tensorOf(session, path).data;
const shape = (session: Session, path: string) => tensorOf(session, path).shape;

function tokensOf(session: Session, attention: Attention) {
  const input = read(session, 'example:input');
  if (attention.source !== 'decoder') return input;
  return Float32Array.from([1, ...read(session, 'example:target').slice(0, -1)]);
}

describe.each(Object.entries(experiments))('%s', (_, model) => {
  const { session, info } = opened(model);
  const all = info.layers.flatMap((layer) => attentionsOf(info, layer));

  test('pays attention, which is found', () => {
    expect(all.length).toBeGreaterThan(0);
    for (const { scope, heads, queries, keys } of all)
      expect(shape(session, `example:${scope}/weights`)).toEqual([1, heads, queries, keys]);
  });

  test('has weights where a query may see, and exactly none elsewhere', () => {
    for (const attention of all) {
      const { scope, heads, queries, keys, causal } = attention;
      const weights = read(session, `example:${scope}/weights`);
      const end = keysEnd(tokensOf(session, attention), keys);
      for (let h = 0; h < heads; h++)
        for (let t = 0; t < queries; t++) {
          let sum = 0;
          for (let s = 0; s < keys; s++) {
            const weight = weights[(h * queries + t) * keys + s];
            if (sightOf(causal, end, t, s) === 'seen') expect(weight).toBeGreaterThan(0);
            else expect(weight).toBe(0);
            sum += weight;
          }
          expect(sum).toBeCloseTo(1, 5);
        }
    }
  });

  test('steps from queries and keys to scores, and from weights and values to the context', () => {
    for (const { scope, heads, queries, keys, scoring, causal } of all) {
      const part = (path: string, step: number, head: number) => {
        const { offset, width } = headSlice(step, shape(session, path).at(-1)!, head, heads);
        return read(session, path).subarray(offset, offset + width);
      };
      const scores = read(session, `example:${scope}/scores`);
      const weights = read(session, `example:${scope}/weights`);
      const weigh = scoring.score ? read(session, `parameter:${scoring.score}`) : undefined;
      const slopes = scoring.slopes ? read(session, `example:${scoring.slopes}`) : undefined;
      expect(slopes !== undefined).toBe(
        scope.includes('encoder_layer') && !info.experiment.model.encoder,
      );
      for (let h = 0; h < heads; h++) {
        const t = queries - 2;
        const q = part(`example:${scoring.query}`, t, h);
        const context = Array.from(part(`example:${scope}/context`, t, h), () => 0);
        for (let s = 0; s < keys; s++) {
          const at = (h * queries + t) * keys + s;
          const terms = scoreTerms(scoring, q, part(`example:${scoring.keys}`, s, h), weigh);
          const score =
            terms.reduce((a, b) => a + b, 0) / scoring.divisor -
            (slopes?.[h] ?? 0) * Math.abs(t - s);
          expect(scores[at]).toBeCloseTo(score, 4);
          part(`example:${scoring.values}`, s, h).forEach((v, j) => {
            context[j] += weights[at] * v;
          });
        }
        part(`example:${scope}/context`, t, h).forEach((value, j) =>
          expect(value).toBeCloseTo(context[j], 5),
        );
      }
      expect(causal).toBe(
        !scope.includes('cross') &&
          !scope.includes('encoder/') &&
          !scoring.values.startsWith('encoder/'),
      );
    }
  });
});

test('a block without attention has none, and options to switch heads off are the block’s own', () => {
  const { info } = opened(experiments['an encoder–decoder of two heads']);
  const decoder = info.layers.find(({ kind }) => kind === 'decoder_layer');
  expect(attentionsOf(info, info.layers[0])).toEqual([]);
  expect(attentionsOf(info, undefined)).toEqual([]);
  expect(attentionsOf(info, decoder).map(({ name, option }) => [name, option])).toEqual([
    ['self', 'heads_off'],
    ['cross', 'cross_heads_off'],
  ]);
});

test('the manifest says of the switches of heads that they are none for a form', () => {
  const switches = manifest.blocks.flatMap(({ name, fields }) =>
    fields.flatMap((field) => (field.type === 'integer' && field.bits ? [[name, field.name]] : [])),
  );
  expect(switches).toEqual(
    expect.arrayContaining([
      ['multi_head_attention', 'heads_off'],
      ['encoder_layer', 'heads_off'],
      ['decoder_layer', 'heads_off'],
      ['decoder_layer', 'cross_heads_off'],
    ]),
  );
  expect(switches.length).toBe(4);
});

test('a head that is switched off gives nothing, and its weights stay', () => {
  const { session } = opened(experiments['an encoder–decoder of two heads']);
  const path = 'encoder/encoder_layer_1';
  session.setOption(`${path}.heads_off`, 2);
  session.refresh('example');
  const context = read(session, `example:${path}/self_attention/context`);
  const weights = read(session, `example:${path}/self_attention/weights`);
  const { offset, width } = headSlice(0, 12, 1, 2);
  expect([...context.subarray(offset, offset + width)]).toEqual([0, 0, 0, 0, 0, 0]);
  expect(context.subarray(0, width).some((v) => v !== 0)).toBe(true);
  expect(weights.subarray(weights.length / 2).some((v) => v !== 0)).toBe(true);
});

test('entropy is 0 for one choice, log2 n for n alike, and a mean over rows', () => {
  expect(entropy([0, 1, 0], 0, 3)).toBe(0);
  expect(entropy([9, 0.25, 0.25, 0.25, 0.25], 1, 4)).toBe(2);
  expect(headEntropy([1, 0, 0.5, 0.5, 7, 7], 0, 2, 2)).toBe(0.5);
  expect(headEntropy([], 0, 0, 2)).toBeNaN();
  expect([...meanOverHeads([1, 2, 3, 6], 2, 2, new Float32Array(2))]).toEqual([2, 4]);
});

test('a long sum is cut', () => {
  expect(sumText(['a', 'b'], 2)).toBe('a + b');
  expect(sumText(['a', 'b', 'c'], 2)).toBe('a + b + …');
});
