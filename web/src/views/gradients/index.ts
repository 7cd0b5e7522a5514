import { recurrencesOf } from '../shared/recurrences';
import type { View } from '../view';
import { flowOf } from './flow';

export default {
  name: 'gradients',
  place: 'outcome',
  order: 8,
  applies: (info) => info.parameters > 0,
  watch: (info) => ['summary:norms', ...recurrencesOf(info).map(flowOf)],
  component: () => import('./Gradients.svelte'),
} satisfies View;
