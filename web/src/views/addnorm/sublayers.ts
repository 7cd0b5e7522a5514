import type { LayerInfo, Options, RunInfo } from '../../engine/types';
import { optionsAt } from '../../state/model';
import { outputNode } from '../shared/nodes';

/** A place on the way through a sub-layer where its sequence can be looked at. */
export interface Stage {
  name: 'in' | 'given' | 'sum' | 'norm';
  node: string;
}

/** A sub-layer of a Transformer's layer: what goes in, what the function gives, their sum, the norm; in
 *  the order in which they come. */
export interface Sublayer {
  name: 'self_attention' | 'cross_attention' | 'feed_forward' | 'norm';
  stages: Stage[];
  /** Where the norm's numbers come from and what it gives. */
  norm: { from: string; to: string; centres: boolean } | null;
}

/** What goes into a block: what the block before it in its column gives. */
function inputNode(info: RunInfo, layer: LayerInfo): string {
  const before = info.layers[info.layers.indexOf(layer) - 1];
  if (before && before.column === layer.column) return outputNode(before);
  return layer.column === 'decoder' ? 'decoder/input' : 'input';
}

export function sublayersOf(info: RunInfo, layer: LayerInfo | undefined): Sublayer[] {
  if (!layer || layer.output.kind !== 'sequence' || layer.column === 'output') return [];
  const { path, kind } = layer;
  const x = inputNode(info, layer);
  const options: Options = optionsAt(info.experiment.model, layer) ?? {};
  if (kind === 'layer_norm' || kind === 'rms_norm') {
    const to = `${path}/value`;
    return [
      {
        name: 'norm',
        stages: [
          { name: 'in', node: x },
          { name: 'norm', node: to },
        ],
        norm: { from: x, to, centres: kind === 'layer_norm' },
      },
    ];
  }
  const has = (node: string) => layer.nodes.includes(node);
  const parts = (['self_attention', 'cross_attention', 'feed_forward'] as const).filter((part) =>
    has(`${path}/${part}/output`),
  );
  if (kind !== 'encoder_layer' && kind !== 'decoder_layer') return [];
  const pre = options.placement === 'pre';
  const centres = options.norm === 'layer_norm';
  let from = x;
  return parts.map((name, i) => {
    const given: Stage = { name: 'given', node: `${path}/${name}/output` };
    const added = `${path}/add_${i + 1}`;
    const sum: Stage[] = has(added) ? [{ name: 'sum', node: added }] : [];
    const norm: Stage[] = has(`${path}/norm_${i + 1}/value`)
      ? [{ name: 'norm', node: `${path}/norm_${i + 1}/value` }]
      : [];
    const start: Stage = { name: 'in', node: from };
    const stages = pre ? [start, ...norm, given, ...sum] : [start, given, ...sum, ...norm];
    // Without a residual the norm reads what the function gives.
    const read = pre ? from : (sum[0] ?? given).node;
    from = stages[stages.length - 1].node;
    return {
      name,
      stages,
      norm: norm[0] ? { from: read, to: norm[0].node, centres } : null,
    };
  });
}

/** Mean and (biased) variance of each run of `width` numbers. */
export function moments(
  data: ArrayLike<number>,
  width: number,
): { mean: number; variance: number }[] {
  const rows = width > 0 ? Math.floor(data.length / width) : 0;
  return Array.from({ length: rows }, (_, r) => {
    let mean = 0;
    for (let j = 0; j < width; j++) mean += data[r * width + j];
    mean /= width;
    let variance = 0;
    for (let j = 0; j < width; j++) variance += (data[r * width + j] - mean) ** 2;
    return { mean, variance: variance / width };
  });
}
