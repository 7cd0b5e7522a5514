import type { Column, RunInfo } from '../../engine/types';
import { beginning, padding, timeLabels } from './families';
import { live } from './live';
import { argmax } from './output';

// The tokens of the example that is shown, as the steps of a column of blocks.

/** What stands along the time of a column. */
export interface Steps {
  /** Texts for small places; empty where what is read are no tokens. */
  labels: string[];
  /** The tokens themselves. */
  tokens: ArrayLike<number> | undefined;
}

/** What a column of blocks reads of the shown example; reads the frame. */
export function stepsOf(info: RunInfo, column: Column): Steps {
  const [input, target] = [live('example:input')?.data, live('example:target')?.data];
  const labels = timeLabels(info, column, input, target);
  if (info.task.input.kind !== 'tokens') return { labels, tokens: undefined };
  if (column !== 'decoder') return { labels, tokens: input };
  return { labels, tokens: target && [beginning, ...Array.from(target).slice(0, -1)] };
}

/** How many of the steps are no padding. */
export function realSteps(tokens: ArrayLike<number> | undefined, count: number): number {
  let real = count;
  while (tokens && real > 0 && tokens[real - 1] === padding) real--;
  return real;
}

/** What a step of the last column is to answer, and what the network takes to be likeliest there. */
export interface Answer {
  target: number;
  guess: number;
  /** The probability of the guess. */
  share: number;
}

/** Null where the answer has no token for that step, or it is not known. */
export function answerAt(info: RunInfo, step: number): Answer | null {
  const [target, output] = [live('example:target')?.data, live('example:output/probability')];
  if (info.task.target.kind !== 'tokens' || !target || !output) return null;
  const wide = output.shape.at(-1) ?? 0;
  if (step < 0 || step >= target.length || target[step] === padding) return null;
  const guess = argmax(output.data, step * wide, wide);
  return { target: target[step], guess, share: output.data[step * wide + guess] };
}
