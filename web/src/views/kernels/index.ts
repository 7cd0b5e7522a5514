import { convolutions } from '../shared/families';
import type { View } from '../view';

export default {
  name: 'kernels',
  place: 'outcome',
  order: 4,
  applies: (info) => convolutions(info).length > 0,
  watch: (info) => convolutions(info).map(({ weight }) => `parameter:${weight}`),
  component: () => import('./Kernels.svelte'),
} satisfies View;
