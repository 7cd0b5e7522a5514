import { argmax } from '../shared/output';
import { padding } from '../shared/families';
import type { AnswerPoint } from '../../state/history';

/** One token of an answer: where it stands, what it is to be, and what the network makes of it. */
export interface Place {
  step: number;
  target: number;
  guess: number;
  right: boolean;
  /** The probabilities of target and guess. */
  ofTarget: number;
  ofGuess: number;
}

/** The places of an answer that count: those whose target is no padding. `probability` is (T, V). */
export function placesOf(
  target: ArrayLike<number>,
  probability: ArrayLike<number>,
  vocabulary: number,
): Place[] {
  const places: Place[] = [];
  for (let step = 0; step < target.length; step++) {
    if (target[step] === padding) continue;
    const guess = argmax(probability, step * vocabulary, vocabulary);
    places.push({
      step,
      target: target[step],
      guess,
      right: guess === target[step],
      ofTarget: probability[step * vocabulary + target[step]],
      ofGuess: probability[step * vocabulary + guess],
    });
  }
  return places;
}

const mostRows = 32; // beyond it a vocabulary is no longer shown as a whole: its names would run into each other

/** The tokens that the picture has rows for: all of a small vocabulary; of a large one those that are to
 *  be written, which stay where they are through a run, and below them those that were guessed instead. */
export function rowsOf(places: readonly Place[], vocabulary: number): number[] {
  if (vocabulary <= mostRows) return Array.from({ length: vocabulary }, (_, token) => token);
  const wanted = new Set(places.map(({ target }) => target));
  const guessed = new Set(places.map(({ guess }) => guess).filter((token) => !wanted.has(token)));
  return [wanted, guessed].flatMap((tokens) => [...tokens].sort((a, b) => a - b));
}

/** The rows that there is room for. It does not depend on what is guessed, so that nothing moves while the run
 *  trains: all of a small vocabulary; of a large one what is to be written, and some guesses. Should there be
 *  more for a while, the rows are lower. */
export function roomOf(places: readonly Place[], vocabulary: number): number {
  if (vocabulary <= mostRows) return vocabulary;
  const wanted = new Set(places.map(({ target }) => target)).size;
  return Math.min(vocabulary, wanted + Math.min(6, places.length));
}

/** The rows whose names are written where there is no room for all: those of tokens that are to be written
 *  or were guessed, and of the others those that are at least `apart` rows from any. */
export function rowsNamed(
  places: readonly Place[],
  tokens: readonly number[],
  apart: number,
): number[] {
  const told = new Set(places.flatMap(({ target, guess }) => [target, guess]));
  const named = [...tokens.keys()].filter((row) => told.has(tokens[row]));
  for (const row of tokens.keys())
    if (named.every((other) => Math.abs(other - row) >= apart)) named.push(row);
  return named;
}

/** The tokens of a distribution from the likeliest down. */
export function ranked(probability: ArrayLike<number>, offset: number, vocabulary: number) {
  return Array.from({ length: vocabulary }, (_, token) => token).sort(
    (a, b) => probability[offset + b] - probability[offset + a] || a - b,
  );
}

/** The tokens whose history is worth a line: the target, then those that were ever likeliest, most first. */
export function followed(
  points: readonly AnswerPoint[],
  step: number,
  vocabulary: number,
  target: number,
  most: number,
): number[] {
  const peak = new Float64Array(vocabulary);
  for (const { values } of points)
    for (let v = 0; v < vocabulary; v++)
      peak[v] = Math.max(peak[v], values[step * vocabulary + v] ?? 0);
  const others = [...peak.keys()].filter((v) => v !== target).sort((a, b) => peak[b] - peak[a]);
  return [target, ...others.slice(0, most - 1)];
}
