import type { Metrics } from '../../engine/types';

/** What the held-out examples lose when a head is taken away. */
export interface Worth {
  loss: number;
  accuracy: number;
}

/** What each head of an attention is worth, as it was measured last. */
export class HeadsWorth {
  found = $state.raw<Worth[]>([]);
  /** The step at which it was measured. */
  step = $state<number | null>(null);
  measuring = $state(false);
  #cleared = 0;

  /** `trial` measures under each value of an option in turn; the last value stays. */
  constructor(readonly trial: (path: string, values: number[]) => Promise<Metrics[]>) {}

  /** Forgets what was found, of an attention that is looked at no more. */
  clear(): void {
    this.found = [];
    this.step = null;
    this.#cleared += 1;
  }

  /** Each head is taken away for one measurement, and put back before the next step is trained. `off` has
   *  the bits of the heads that are switched off. */
  async measure(option: string, heads: number, off: number, step: number): Promise<void> {
    if (this.measuring) return;
    this.measuring = true;
    this.step = step;
    const found: Worth[] = [];
    const cleared = this.#cleared;
    try {
      for (let h = 0; h < heads; h++) {
        const [without, now] = await this.trial(option, [off | (1 << h), off & ~(1 << h), off]);
        if (cleared !== this.#cleared) return;
        found.push({ loss: without.loss - now.loss, accuracy: without.accuracy - now.accuracy });
        this.found = [...found];
      }
    } finally {
      this.measuring = false;
    }
  }
}
