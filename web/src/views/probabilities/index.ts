import type { View } from '../view';

export default {
  name: 'probabilities',
  place: 'outcome',
  order: 1,
  applies: (info) => info.task.target.kind === 'tokens',
  watch: () => ['example:input', 'example:target', 'example:output/probability'],
  component: () => import('./Probabilities.svelte'),
} satisfies View;
