import type { Experiment } from '../engine/types';
import { has, type MessageKey } from '../i18n';
import list from './presets.json';

export interface Preset {
  id: string;
  name: MessageKey;
  about: MessageKey;
  experiment: Experiment;
}

/**
 * Experiments to begin with, each showing one idea. The first is what the page opens on. The list,
 * with what each of them reaches, is held by scripts/presets.
 */
export const presets: Preset[] = (list as unknown as Pick<Preset, 'id' | 'experiment'>[])
  .filter(({ id }) => has(`preset.${id}`)) // what has a text is offered
  .map(({ id, experiment }) => ({
    id,
    name: `preset.${id}` as MessageKey,
    about: `preset.${id}.about` as MessageKey,
    experiment,
  }));
