// The engine's module as bindings/wasm makes it, narrowed: the generated types call bulk data any.

import type { Evaluation } from './types';

export interface Session {
  info(): string;
  /** Runs up to `count` steps and returns how many were done; fewer means that status() says why. */
  step(count: number): number;
  stepCount(): number;
  epoch(): number;
  learningRate(): number;
  gradientNorm(): number;
  /** Mean batch loss since the last call. */
  loss(): number;
  status(): string;
  evaluate(split: string): Evaluation;
  generate(request: string): string;
  show(request: string): string;
  find(path: string): number;
  /** A window on the engine's memory, which the next call may move: copy at once. */
  view(handle: number): Float32Array;
  shape(handle: number): number[];
  refresh(probe: string): void;
  setExample(split: string, index: number): void;
  setExampleInput(values: Float32Array): void;
  /** Makes the probe's step on the example one of the run's own. */
  applyProbe(): void;
  setTrain(train: string): void;
  setOption(path: string, value: number): void;
  setParameter(name: string, index: number, value: number): void;
  landscape(
    nameA: string,
    indexA: number,
    minA: number,
    maxA: number,
    nameB: string,
    indexB: number,
    minB: number,
    maxB: number,
    resolution: number,
  ): Float32Array;
  path(): Float32Array;
  solution(): string;
  gradientTerms(parameter: string, index: number): string;
  fingerprint(): string;
  saveWeights(): Uint8Array;
  loadWeights(bytes: Uint8Array): void;
  /** The whole state of the run: restored, it goes on to the same bits. */
  snapshot(): Uint8Array;
  restore(bytes: Uint8Array): void;
  delete(): void;
}

export interface EngineModule {
  manifest(): string;
  describe(experiment: string, asset: Uint8Array): string;
  schedulePreview(schedule: string, steps: number, count: number): Float32Array;
  positionTable(
    method: string,
    rows: number,
    columns: number,
    base: number,
    seed: number,
  ): Float32Array;
  normalizeDigit(pixels: Float32Array, width: number, height: number): Float32Array;
  csvColumns(text: string): string;
  Session: new (experiment: string, asset: Uint8Array) => Session;
  stackSave(): number;
  stackRestore(pointer: number): void;
}

/**
 * Calls the engine. An error thrown out of it leaves its shadow stack where it stood, so the stack
 * is put back; without that, some hundred refusals would use it up.
 */
export function guarded<T>(engine: EngineModule, call: () => T): T {
  const stack = engine.stackSave();
  try {
    return call();
  } catch (error) {
    engine.stackRestore(stack);
    throw error;
  }
}
