import { biasOf, outputNode, weightOf } from '../shared/nodes';
import { inputNode, slidingOf } from '../shared/receptive';
import type { View } from '../view';

export default {
  name: 'convolution',
  place: 'inspector',
  order: -1,
  wide: true,
  applies: (info, layer) => layer !== undefined && slidingOf(info, layer) !== null,
  watch: (info, { block }) => {
    const layer = info.layers.find(({ path }) => path === block);
    if (!layer) return [];
    const nodes = [inputNode(info, layer), outputNode(layer), `${layer.path}/linear`];
    const parameters = [weightOf(layer), biasOf(layer)].flatMap((name) => name ?? []);
    return [
      ...nodes.map((node) => `example:${node}`),
      ...parameters.map((name) => `parameter:${name}`),
    ];
  },
  component: () => import('./Convolution.svelte'),
} satisfies View;
