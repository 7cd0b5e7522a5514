import { usual } from '../../draw/heatmap';
import type { RunInfo } from '../../engine/types';
import { optionsAt } from '../../state/model';

// Activations that never leave [-1, 1]: a fixed range lets their units be compared, now and over time.
const bounded = new Set(['tanh', 'sigmoid']);

/** The activation whose result a node holds; undefined for other nodes. */
function activationOf(info: RunInfo, node: string): string | undefined {
  const layer = info.layers.find((l) => l.nodes.includes(node));
  if (!layer) return undefined;
  const options = optionsAt(info.experiment.model, layer);
  const name = node.endsWith('/activation') ? options?.activation : options?.function;
  return typeof name === 'string' ? name : undefined;
}

/** The value at the end of the colour scale for the units of a node: what its activation can reach, or
 *  what is usual now. */
export function rangeOf(info: RunInfo, node: string, values: Float32Array): number {
  return bounded.has(activationOf(info, node) ?? '') ? 1 : usual(values);
}
