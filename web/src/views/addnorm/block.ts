import { sublayersOf } from './sublayers';
import type { View } from '../view';

export default {
  name: 'addnorm',
  place: 'inspector',
  order: -10,
  wide: true,
  applies: (info, layer) => sublayersOf(info, layer).length > 0,
  watch: (info, { block }) => [
    'example:input',
    'example:target',
    ...sublayersOf(
      info,
      info.layers.find(({ path }) => path === block),
    ).flatMap(({ stages }) => stages.map(({ node }) => `example:${node}`)),
  ],
  component: () => import('./AddNorm.svelte'),
} satisfies View;
