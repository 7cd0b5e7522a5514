import type { LayerInfo, RunInfo } from '../../engine/types';
import { optionsAt } from '../../state/model';

/** The one vector in which an encoder tells a decoder what it has read. */
export interface FixedContext {
  /** The nodes that it is made of, beside each other: the last state, of each direction. */
  parts: string[];
  /** The decoder's states, to see what is left of it; null where they are as wide as it is not. */
  state: string | null;
  /** Whether the first state is made of it, and whether every step reads it. */
  first: boolean;
  every: boolean;
}

/** Null for a block that looks at the whole of what the encoder gives, or at nothing. */
export function contextOf(info: RunInfo, layer: LayerInfo | undefined): FixedContext | null {
  if (layer?.column !== 'decoder') return null;
  const options = optionsAt(info.experiment.model, layer) ?? {};
  const recurrent = layer.kind === 'recurrent_decoder';
  const every = recurrent && options.context === 'every';
  if (recurrent && !every && options.context !== 'none') return null;
  const first = options.initial === 'encoder';
  if (!first && !every) return null;
  // The encoder's recurrent layers, each with a last state; `every` reads the last of them.
  const lasts = info.layers
    .filter(({ column }) => column === 'encoder')
    .flatMap(({ nodes }) => nodes.filter((node) => node.endsWith('/last')));
  const layers = [...new Set(lasts.map((node) => node.replace(/\/(?:for|back)wards\/last$/, '')))];
  // States are handed on in order: to the decoder's recurrent layers before this one first.
  const taken = info.layers
    .slice(0, info.layers.indexOf(layer))
    .filter(
      (other) =>
        other.column === 'decoder' &&
        optionsAt(info.experiment.model, other)?.initial === 'encoder',
    )
    .reduce((sum, other) => sum + layersOf(other), 0);
  const chosen = every ? layers.at(-1) : layers[taken];
  if (!chosen) return null;
  const parts = lasts.filter((node) => node.startsWith(`${chosen}/`));
  const state = layer.nodes.find((node) => /(?:^|\/)layer_1\/forwards\/state$/.test(node)) ?? null;
  const width = (node: string) => info.nodes.find(({ name }) => name === node)?.shape.at(-1) ?? 0;
  const wide = parts.reduce((sum, node) => sum + width(node), 0);
  return { parts, state: state && width(state) === wide ? state : null, first, every };
}

const layersOf = (layer: LayerInfo) =>
  new Set(layer.nodes.flatMap((node) => /layer_\d+(?=\/forwards\/state$)/.exec(node)?.[0] ?? []))
    .size;

/** The cosine of the angle between two vectors: 1 where they point the same way. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let j = 0; j < a.length; j++) {
    ab += a[j] * b[j];
    aa += a[j] * a[j];
    bb += b[j] * b[j];
  }
  return ab / Math.sqrt(aa * bb);
}
