import { seesPicture, weightOf } from '../shared/nodes';
import type { View } from '../view';
import Filters from './Filters.svelte';

export default {
  name: 'filters',
  place: 'outcome',
  order: 4,
  applies: (info) => info.layers.some((layer) => weightOf(layer) && seesPicture(info, layer)),
  watch: (info) =>
    info.layers
      .filter((layer) => weightOf(layer) && seesPicture(info, layer))
      .map((layer) => `parameter:${weightOf(layer)}`),
  component: Filters,
} satisfies View;
