import type { WriteRequest } from '../../engine/types';

// How an answer is written: by which method, and what that can be told.

export const methods = ['greedy', 'sample', 'beam'] as const;
export type Method = (typeof methods)[number];

export interface Knobs {
  method: Method;
  // Of drawing at random:
  temperature: number;
  topK: number;
  topP: number;
  seed: number;
  // Of beam search:
  beams: number;
}

export const usualKnobs: Knobs = {
  method: 'greedy',
  temperature: 1,
  topK: 0,
  topP: 1,
  seed: 1,
  beams: 4,
};

/** What the engine is asked for a whole answer. */
export function wholeRequest(knobs: Knobs): Partial<WriteRequest> {
  const { method, temperature, topK, topP, seed, beams } = knobs;
  if (method === 'sample') return { method, temperature, top_k: topK, top_p: topP, seed };
  return method === 'beam' ? { method, beams } : { method };
}

/** The same for the one token after those that are written: a search has no meaning there, and each token
 *  is drawn anew. */
export function nextRequest(knobs: Knobs, written: number[]): Partial<WriteRequest> {
  const one = wholeRequest(knobs.method === 'beam' ? { ...knobs, method: 'greedy' } : knobs);
  const draw = knobs.method === 'sample' ? { seed: knobs.seed + 7919 * written.length } : {};
  return { ...one, written, length: 1, ...draw };
}
