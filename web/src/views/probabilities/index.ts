import type { View } from '../view';
import Probabilities from './Probabilities.svelte';

export default {
  name: 'probabilities',
  place: 'outcome',
  order: 1,
  applies: (info) => info.task.target.kind === 'tokens',
  watch: () => ['example:input', 'example:target', 'example:output/probability'],
  component: Probabilities,
} satisfies View;
