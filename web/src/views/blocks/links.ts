import type { Manifest, RunInfo } from '../../engine/types';
import { optionsAt } from '../../state/model';

/** What a block of the decoder takes from the encoder. */
export interface Link {
  /** The encoder's last layer and the decoder's that reads it. */
  from: string;
  to: string;
  /** Attention to every step, one context vector given to every step, or the first state alone. */
  kind: 'attention' | 'context' | 'state';
}

/** What runs from the encoder to the decoder; empty for a model of layers. */
export function linksOf(info: RunInfo, manifest: Manifest): Link[] {
  const last = info.layers.filter(({ column }) => column === 'encoder').at(-1);
  if (!last) return [];
  return info.layers.flatMap((layer): Link[] => {
    if (layer.column !== 'decoder') return [];
    const options = optionsAt(info.experiment.model, layer) ?? {};
    const decodes = manifest.blocks.find(({ name }) => name === layer.kind)?.decodes;
    if (!decodes && options.source !== 'cross' && options.initial !== 'encoder') return [];
    const attends = layer.nodes.some((node) => node.endsWith('/weights'));
    const kind = attends ? 'attention' : options.context === 'every' ? 'context' : 'state';
    return [{ from: last.path, to: layer.path, kind }];
  });
}
