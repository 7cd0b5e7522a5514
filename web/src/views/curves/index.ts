import type { View } from '../view';
import Curves from './Curves.svelte';

export default {
  name: 'curves',
  place: 'curves',
  order: 0,
  applies: () => true,
  watch: () => [],
  component: Curves,
} satisfies View;
