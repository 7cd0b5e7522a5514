import { weighsPixels, weightOf } from '../shared/nodes';
import type { View } from '../view';

export default {
  name: 'filters',
  place: 'outcome',
  order: 4,
  applies: (info) => weighsPixels(info) !== undefined,
  watch: (info) => [`parameter:${weightOf(weighsPixels(info)!)}`],
  component: () => import('./Filters.svelte'),
} satisfies View;
