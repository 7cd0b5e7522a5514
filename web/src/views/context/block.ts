import type { View } from '../view';
import { contextOf } from './context';

export default {
  name: 'context',
  place: 'inspector',
  order: -18,
  wide: true,
  applies: (info, layer) => contextOf(info, layer) !== null,
  watch: (info, { block }) => {
    const context = contextOf(
      info,
      info.layers.find(({ path }) => path === block),
    );
    if (!context) return [];
    return [
      'example:input',
      'example:target',
      ...context.parts.map((node) => `example:${node}`),
      ...(context.state ? [`example:${context.state}`] : []),
    ];
  },
  component: () => import('./Context.svelte'),
} satisfies View;
