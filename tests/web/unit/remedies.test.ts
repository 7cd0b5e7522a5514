import { describe, expect, test } from 'vitest';

import { labelOf } from '../../../web/src/app/remedies';
import type { Refused } from '../../../web/src/engine/protocol';
import type { Experiment, Model } from '../../../web/src/engine/types';
import { patched } from '../../../web/src/state/patch';
import { describeExperiment } from './support/engine';

// The engine itself: what it refuses, where, and that each of its proposals would do.

const tokens = { kind: 'reverse', length: 6, samples: 40 };
const document = (model: Model, task: Experiment['task'] = tokens, train = {}): Experiment => ({
  lushan: 1,
  task,
  model,
  train,
});
const embedding = { kind: 'embedding', dim: 12 };
const gru = { kind: 'gru', units: 16 };

function refusalOf(experiment: Experiment): Refused {
  try {
    describeExperiment(experiment);
  } catch (error) {
    return error as Refused;
  }
  throw new Error('The engine took it.');
}

const cases: [string, Experiment, string, string[]][] = [
  [
    'an image where a vector belongs',
    document({ layers: [{ kind: 'conv2d' }, { kind: 'dense' }] }, { kind: 'mnist' }),
    'dense_1',
    ['Insert Flatten'],
  ],
  [
    'an image at the head',
    document({ layers: [{ kind: 'conv2d' }] }, { kind: 'mnist' }),
    'output',
    ['Insert Flatten'],
  ],
  [
    'heads that do not divide the width',
    document({
      layers: [embedding, { kind: 'encoder_layer', causal: true, heads: 5 }],
      answer: 'after',
    }),
    'encoder_layer_1',
    ['Set Heads to 4'],
  ],
  [
    'a look ahead in a language model',
    document({ layers: [embedding, { ...gru, bidirectional: true }], answer: 'after' }),
    'gru_1',
    ['Set Both directions to off'],
  ],
  [
    'scores between different widths',
    document({
      encoder: [embedding, gru],
      decoder: [
        embedding,
        { kind: 'recurrent_decoder', units: 8, context: 'dot', initial: 'zeros' },
      ],
    }),
    'decoder/recurrent_decoder_1',
    ['Set Context to general attention', 'Set Units to 16'],
  ],
  [
    'a last state where every step is read',
    document(
      { layers: [embedding, { ...gru, output: 'last' }, { ...gru, output: 'last' }] },
      { kind: 'recall' },
    ),
    'gru_2',
    ['Set Gives to every step', 'Remove GRU'],
  ],
  [
    'one vector where every step is to be answered',
    document({ layers: [embedding, { ...gru, output: 'last' }] }),
    'output',
    ['Set Gives to every step'],
  ],
  [
    'a loss for values',
    document({ layers: [embedding, gru] }, tokens, { loss: { kind: 'squared' } }),
    '',
    ['Use the fitting loss'],
  ],
];

describe('what the engine proposes', () => {
  test.each(cases)('%s', (_, experiment, layer, labels) => {
    const refused = refusalOf(experiment);
    expect(refused.layer).toBe(layer);
    const remedies = refused.remedies ?? [];
    expect(remedies.map((remedy) => labelOf(experiment, remedy))).toEqual(labels);
    for (const remedy of remedies) {
      const before = structuredClone(experiment);
      const mended = patched(experiment, remedy);
      expect(experiment).toEqual(before);
      expect(() => describeExperiment(mended)).not.toThrow();
    }
  });
});
