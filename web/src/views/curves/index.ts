import type { View } from '../view';

export default {
  name: 'curves',
  place: 'curves',
  order: 0,
  applies: () => true,
  watch: () => [],
  component: () => import('./Curves.svelte'),
  opening: true,
} satisfies View;
