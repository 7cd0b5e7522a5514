import type { Experiment } from '../engine/types';
import type { MessageKey } from '../i18n';
import list from './presets.json';

/** What the page is there to show, in the order of its lessons; each has an example or more. */
export const systems = [
  'linear',
  'propagation',
  'mlp',
  'cnn',
  'recurrent',
  'seq2seq',
  'positions',
  'attention',
  'add_norm',
  'transformer',
] as const;
export type System = (typeof systems)[number];

export interface Preset {
  id: string;
  system: System;
  name: MessageKey;
  about: MessageKey;
  experiment: Experiment;
}

/**
 * Experiments to begin with, each showing one idea, system by system. The list, with what each of them
 * reaches, is held by scripts/presets.
 */
export const presets: Preset[] = (list as unknown as Pick<Preset, 'id' | 'system' | 'experiment'>[])
  .map(({ id, system, experiment }) => ({
    id,
    system,
    name: `preset.${id}` as MessageKey,
    about: `preset.${id}.about` as MessageKey,
    experiment,
  }))
  .sort((a, b) => systems.indexOf(a.system) - systems.indexOf(b.system));
