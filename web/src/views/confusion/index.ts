import type { View } from '../view';

export default {
  name: 'confusion',
  place: 'outcome',
  order: 3,
  applies: (info) => info.task.target.kind === 'classes',
  watch: () => ['test:confusion'],
  component: () => import('./Confusion.svelte'),
} satisfies View;
