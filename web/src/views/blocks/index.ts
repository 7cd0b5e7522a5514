import { facesOf, neurons } from '../shared/families';
import type { View } from '../view';
import Blocks from './Blocks.svelte';

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
  component: Blocks,
} satisfies View;
