import type { Split } from '../../engine/types';
import { shown } from '../../state/hiding.svelte';
import { run } from '../../state/run.svelte';
import type { Station } from './stations';

/** One step under the microscope: where in the step one is, and what one looks at there. */
class Microscope {
  #open = $state(false);
  get open(): boolean {
    return this.#open && shown('microscope');
  }
  at = $state(0);
  playing = $state(false);
  /** Seconds at each station in slow motion. */
  pace = $state(1.5);
  split = $state<Split>('train');
  index = $state(0);
  /** The neuron, the input that its weight comes from, and the row of a sequence, by block; null: the first
   *  row that an error comes back to. */
  unit = $state(0);
  input = $state(0);
  row = $state<number | null>(null);

  start(): void {
    run.pause();
    this.#open = true;
    this.at = 0;
    this.playing = false;
    void this.choose(this.split, this.index);
  }
  close(): void {
    this.#open = false;
    this.playing = false;
  }

  async choose(split: Split, index: number): Promise<void> {
    if (!run.info) return;
    const count = run.info.task[split];
    if (count === 0) return;
    this.split = split;
    this.index = Math.max(0, Math.min(count - 1, index));
    await run.setExample({ split, index: this.index });
  }

  go(to: number, stations: Station[]): void {
    const from = stations[this.at]?.layer;
    this.at = Math.max(0, Math.min(stations.length - 1, to));
    const layer = stations[this.at].layer;
    if (layer && layer.path !== from?.path) {
      this.unit = 0;
      this.input = 0;
      this.row = null;
    }
    if (this.at === stations.length - 1) this.playing = false;
  }

  /** How blocks are marked in the network; set by what shows the step, which is fetched when it is opened. */
  marks = $state.raw<((layer: string) => string) | null>(null);
  markOf(layer: string): string | null {
    return this.open && this.marks ? this.marks(layer) : null;
  }

  /** Makes the step real, and begins the next one with the same example. */
  async apply(): Promise<void> {
    if (await run.apply()) this.at = 0;
  }
}

export const microscope = new Microscope();
