import { weighsPixels, weightOf } from '../shared/nodes';
import type { View } from '../view';
import Filters from './Filters.svelte';

export default {
  name: 'filters',
  place: 'outcome',
  order: 4,
  applies: (info) => weighsPixels(info) !== undefined,
  watch: (info) => [`parameter:${weightOf(weighsPixels(info)!)}`],
  component: Filters,
} satisfies View;
