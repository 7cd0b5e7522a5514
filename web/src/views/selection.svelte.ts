import type { Column } from '../engine/types';
import type { Lit } from './shared/receptive';
import type { ViewContext } from './view';

/** One place of a sequence: a step of a column of blocks. */
export interface Step {
  column: Column;
  step: number;
}

// What the user points at, shared by all views: hovering something in one lights it up in the others.
class Selection implements ViewContext {
  block = $state<string | null>(null);
  /** Grows with each time that a block was asked for, be it the same one. */
  asked = $state(0);
  unit = $state.raw<ViewContext['unit']>(null);
  tensor = $state<string | null>(null);
  /** The step of a sequence under the pointer; of attention, the one that looks. */
  step = $state.raw<Step | null>(null);
  /** Of attention, the step that is looked at. */
  source = $state.raw<Step | null>(null);
  /** What the pixel under the pointer has seen, in every picture that shows it; and that of the pixel that
   *  the inspector explains, which is lit while there is no other. */
  seen = $state.raw<Lit[]>([]);
  explained = $state.raw<Lit[]>([]);

  get lit(): Lit[] {
    return this.seen.length > 0 ? this.seen : this.explained;
  }

  inspect(block: string | null, tensor: string | null = null): void {
    this.block = block;
    this.tensor = tensor;
    if (block !== null) this.asked += 1;
  }

  /** Points at a step, and at the one it looks at; null lets go. */
  point(step: Step | null, source: Step | null = null): void {
    this.step = step;
    this.source = source;
  }

  /** Which step of a column is pointed at, as one that looks or is read; -1: none. */
  stepIn(column: Column): number {
    return this.step?.column === column ? this.step.step : -1;
  }
  /** Which step of a column is looked at; -1: none. */
  sourceIn(column: Column): number {
    return this.source?.column === column ? this.source.step : -1;
  }
}

export const selection = new Selection();
