import type { RunInfo } from '../../engine/types';

/** How to read what the network says about one example.
 *  side: one number whose side of `center` is the class; scores: a number a class, the largest wins,
 *  `probabilities` when they are shares; value: a number to be close to. */
export type Reading =
  | { kind: 'side'; center: number; limit: number; probability: boolean }
  | { kind: 'scores'; classes: number; probabilities: boolean }
  | { kind: 'value' };

export function readingOf(info: RunInfo): Reading {
  const { link, width } = info.loss;
  if (info.task.target.kind === 'values') return { kind: 'value' };
  if (width > 1) return { kind: 'scores', classes: width, probabilities: link !== 'identity' };
  return link === 'sigmoid'
    ? { kind: 'side', center: 0.5, limit: 0.5, probability: true }
    : { kind: 'side', center: 0, limit: 1, probability: false };
}

/** Index of the greatest of `count` values from `offset`. */
export function argmax(values: ArrayLike<number>, offset: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (values[offset + k] > values[offset + best]) best = k;
  return best;
}

/** The class the network guesses from the outputs at `offset`. */
export function guessOf(reading: Reading, outputs: ArrayLike<number>, offset: number): number {
  if (reading.kind === 'side') return outputs[offset] >= reading.center ? 1 : 0;
  return reading.kind === 'scores' ? argmax(outputs, offset, reading.classes) : 0;
}
