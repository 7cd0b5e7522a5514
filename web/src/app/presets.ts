import type { Chosen, Experiment } from '../engine/types';
import type { MessageKey } from '../i18n';

export interface Preset {
  id: string;
  name: MessageKey;
  about: MessageKey;
  experiment: Experiment;
}

const dense = (units: number, activation: string): Chosen => ({ kind: 'dense', units, activation });
const adam = (lr: number): Chosen => ({ kind: 'adam', lr });

/** Experiments to begin with, each showing one idea. The first is what the page opens on. */
export const presets: Preset[] = [
  {
    id: 'spiral',
    name: 'preset.spiral',
    about: 'preset.spiral.about',
    experiment: {
      lushan: 1,
      seed: 7,
      task: { kind: 'spiral' },
      model: {
        layers: [{ kind: 'features' }, dense(8, 'tanh'), dense(8, 'tanh')],
      },
      train: { optimizer: adam(0.01), batch: 32 },
    },
  },
  {
    id: 'line',
    name: 'preset.line',
    about: 'preset.line.about',
    experiment: {
      lushan: 1,
      seed: 3,
      task: { kind: 'linear', inputs: 1 },
      model: { layers: [] },
      train: { optimizer: { kind: 'sgd', lr: 0.02 }, batch: 16 },
    },
  },
  {
    id: 'xor',
    name: 'preset.xor',
    about: 'preset.xor.about',
    experiment: {
      lushan: 1,
      seed: 2,
      task: { kind: 'xor' },
      model: { layers: [{ kind: 'features' }, dense(4, 'tanh')] },
      train: { optimizer: adam(0.02), batch: 16 },
    },
  },
  {
    id: 'squares',
    name: 'preset.squares',
    about: 'preset.squares.about',
    experiment: {
      lushan: 1,
      seed: 5,
      task: { kind: 'circle' },
      model: {
        layers: [{ kind: 'features', x1: false, x2: false, x1_squared: true, x2_squared: true }],
      },
      train: { optimizer: adam(0.05), batch: 16 },
    },
  },
  {
    id: 'classes',
    name: 'preset.classes',
    about: 'preset.classes.about',
    experiment: {
      lushan: 1,
      seed: 11,
      task: { kind: 'gaussians', classes: 5, noise: 0.15 },
      model: { layers: [{ kind: 'features' }, dense(12, 'relu')] },
      train: { optimizer: adam(0.01), batch: 32 },
    },
  },
  {
    id: 'overfit',
    name: 'preset.overfit',
    about: 'preset.overfit.about',
    experiment: {
      lushan: 1,
      seed: 9,
      task: { kind: 'moons', noise: 0.35, samples: 120, train_share: 0.4 },
      model: { layers: [{ kind: 'features' }, dense(32, 'relu'), dense(32, 'relu')] },
      train: { optimizer: adam(0.01), batch: 16 },
    },
  },
  {
    id: 'curve',
    name: 'preset.curve',
    about: 'preset.curve.about',
    experiment: {
      lushan: 1,
      seed: 4,
      task: { kind: 'curve' },
      model: { layers: [dense(16, 'tanh'), dense(16, 'tanh')] },
      train: { optimizer: adam(0.01), batch: 32 },
    },
  },
  {
    id: 'hills',
    name: 'preset.hills',
    about: 'preset.hills.about',
    experiment: {
      lushan: 1,
      seed: 6,
      task: { kind: 'multi_gaussian' },
      model: { layers: [{ kind: 'features' }, dense(12, 'tanh'), dense(8, 'tanh')] },
      train: { optimizer: adam(0.01), batch: 32 },
    },
  },
  {
    id: 'digits',
    name: 'preset.digits',
    about: 'preset.digits.about',
    experiment: {
      lushan: 1,
      seed: 1,
      task: { kind: 'mnist' },
      model: { layers: [{ kind: 'flatten' }, dense(128, 'relu'), dense(64, 'relu')] },
      train: { optimizer: adam(0.001), batch: 64 },
    },
  },
];
