import { facesOf, neurons } from '../shared/families';
import type { View } from '../view';

export default {
  name: 'blocks',
  place: 'network',
  order: 1,
  applies: (info) => !neurons(info),
  watch: (info) => [
    'example:input',
    ...(info.task.target.kind === 'tokens' ? ['example:target'] : []),
    ...info.layers.flatMap((layer) => facesOf(info, layer).map(({ node }) => `example:${node}`)),
  ],
  component: () => import('./Blocks.svelte'),
} satisfies View;
