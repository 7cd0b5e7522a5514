import type { LayerInfo, Options, RunInfo } from '../../engine/types';
import { optionsAt } from '../../state/model';
import { outputNode } from './nodes';

// Where a block says to its sequence, or to its queries and keys, which token stands where.

/** A positional encoding of a block. */
export interface Position {
  method: string;
  /** What its nodes' names begin with. */
  scope: string;
  base: number;
  /** Where it is added to the sequence: the node before, and the factor on the table. */
  before: string | null;
  scale: number;
  heads: number;
}

const inAttention = ['rope', 'alibi'];

export function positionOf(info: RunInfo, layer: LayerInfo | undefined): Position | null {
  if (!layer || layer.column === 'output') return null;
  const options: Options = optionsAt(info.experiment.model, layer) ?? {};
  const base = typeof options.base === 'number' ? options.base : 10000;
  if (layer.kind === 'position') {
    const method = String(options.method);
    if (method === 'none') return null;
    const before = info.layers[info.layers.indexOf(layer) - 1];
    const scale = typeof options.scale === 'number' ? options.scale : 1;
    return {
      method,
      scope: layer.path,
      base,
      before: before && before.column === layer.column ? outputNode(before) : 'input',
      scale,
      heads: 1,
    };
  }
  const method = String(options.position);
  const table = layer.nodes.find((node) => node.endsWith('/table'));
  if (!inAttention.includes(method) || !table) return null;
  const scope = table.slice(0, -'/table'.length);
  const heads = typeof options.heads === 'number' ? options.heads : 1;
  return { method, scope, base, before: null, scale: 1, heads };
}

/** Whether a table can be continued beyond the length that the model has of it. */
export const endless = (method: string) => method === 'sinusoidal' || method === 'sine_only';

/** How fast the angle in a column grows from place to place; null where there is no angle. */
export function rateOf(method: string, base: number, column: number, columns: number) {
  if (method === 'sine_only') return base ** (-column / columns);
  if (method === 'sinusoidal' || method === 'rope')
    return base ** (-(Math.floor(column / 2) * 2) / columns);
  return null;
}
