import { outputNode } from '../shared/nodes';
import { inputNode } from '../shared/receptive';
import type { View } from '../view';

export default {
  name: 'global-pool',
  place: 'inspector',
  order: -1,
  wide: true,
  applies: (_, layer) => layer?.kind === 'global_pool',
  watch: (info, { block }) => {
    const layer = info.layers.find(({ path }) => path === block);
    return layer ? [`example:${inputNode(info, layer)}`, `example:${outputNode(layer)}`] : [];
  },
  component: () => import('./GlobalPool.svelte'),
} satisfies View;
