import { neurons } from '../shared/families';
import type { View } from '../view';
import { watched } from './layout';

export default {
  name: 'network',
  place: 'network',
  order: 0,
  applies: (info) => neurons(info),
  watch: (info) => watched(info),
  component: () => import('./Network.svelte'),
  opening: true,
} satisfies View;
