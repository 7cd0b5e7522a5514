import { untrack } from 'svelte';
import type { LayerInfo } from '../engine/types';
import { Diagnosis, type Finding } from './diagnosis';
import { run } from './run.svelte';

// The findings about the run that is open.
class Findings {
  all = $state.raw<Finding[]>([]);
  #text = '[]';

  of(layer: LayerInfo): Finding[] {
    return this.all.filter(({ block }) => block === layer.path);
  }

  /** Follows the run for as long as the effect that calls it lives. */
  follow(): () => void {
    const { info } = run;
    this.#set([]);
    if (!info) return () => {};
    const diagnosis = new Diagnosis(info);
    run.watch('diagnosis', diagnosis.paths);
    const ended = run.client.onFrame((frame) => {
      const found = diagnosis.look(frame);
      if (found) untrack(() => this.#set(found));
    });
    return () => {
      ended();
      run.watch('diagnosis', []);
    };
  }

  // Numbers change with every look; what is shown changes only where the trouble does.
  #set(found: Finding[]): void {
    const text = JSON.stringify(
      found.map(({ trouble, block, node, units, gate }) => [trouble, block, node, units, gate]),
    );
    if (text === this.#text) return;
    this.#text = text;
    this.all = found;
  }
}

export const findings = new Findings();
