import type { View } from '../view';

export default {
  name: 'writing',
  place: 'outcome',
  order: 2,
  // What is answered beside its input is not written token by token: it is shown at once.
  applies: (info) => info.task.target.kind === 'tokens' && info.task.input.kind === 'tokens',
  watch: () => ['example:input', 'example:target', 'example:output/probability'],
  component: () => import('./Writing.svelte'),
} satisfies View;
