import { neurons } from '../shared/families';
import type { View } from '../view';
import { watched } from './layout';
import Network from './Network.svelte';

export default {
  name: 'network',
  place: 'network',
  order: 0,
  applies: (info) => neurons(info),
  watch: (info) => watched(info),
  component: Network,
} satisfies View;
