import { positionOf } from '../shared/positions';
import type { View } from '../view';

export default {
  name: 'positions',
  place: 'inspector',
  order: -15,
  wide: true,
  applies: (info, layer) => positionOf(info, layer) !== null,
  watch: (info, { block }) => {
    const position = positionOf(
      info,
      info.layers.find(({ path }) => path === block),
    );
    if (!position) return [];
    const { scope, before, method } = position;
    return [
      'example:input',
      'example:target',
      `example:${scope}/table`,
      ...(before ? [`example:${before}`, `example:${scope}/value`] : []),
      ...(method === 'rope' ? [`example:${scope}/q`, `example:${scope}/q_rotated`] : []),
    ];
  },
  component: () => import('./Positions.svelte'),
} satisfies View;
