import type { View } from '../view';

export default {
  name: 'inspector',
  place: 'inspector',
  order: 0,
  applies: () => true,
  watch: (_, { tensor }) => (tensor ? [tensor] : []),
  component: () => import('./Inspector.svelte'),
} satisfies View;
