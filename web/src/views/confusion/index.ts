import type { View } from '../view';
import Confusion from './Confusion.svelte';

export default {
  name: 'confusion',
  place: 'outcome',
  order: 3,
  applies: (info) => info.task.target.kind === 'classes',
  watch: () => ['test:confusion'],
  component: Confusion,
} satisfies View;
