import { inputNode } from '../shared/receptive';
import type { View } from '../view';

export default {
  name: 'normalization',
  place: 'inspector',
  order: -1,
  wide: true,
  applies: (_, layer) => layer?.kind === 'batch_norm',
  watch: (info, { block }) => {
    const layer = info.layers.find(({ path }) => path === block);
    if (!layer) return [];
    const parameters = info.nodes.filter(
      ({ name, parameter }) => parameter && layer.nodes.includes(name),
    );
    return [
      `summary:moments/${inputNode(info, layer)}`,
      `summary:moments/${layer.path}/value`,
      ...parameters.map(({ name }) => `parameter:${name}`),
    ];
  },
  component: () => import('./Normalization.svelte'),
} satisfies View;
