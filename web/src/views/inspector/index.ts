import type { View } from '../view';
import Inspector from './Inspector.svelte';

export default {
  name: 'inspector',
  place: 'inspector',
  order: 0,
  applies: () => true,
  watch: (_, { tensor }) => (tensor ? [tensor] : []),
  component: Inspector,
} satisfies View;
