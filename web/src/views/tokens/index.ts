import type { View } from '../view';

export default {
  name: 'tokens',
  place: 'outcome',
  order: 0,
  applies: (info) => info.task.target.kind === 'tokens',
  watch: () => ['test:prediction', 'test:loss', 'data:test/y'],
  component: () => import('./Tokens.svelte'),
} satisfies View;
