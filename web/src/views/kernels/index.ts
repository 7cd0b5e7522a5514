import { convolutions } from '../shared/families';
import type { View } from '../view';
import Kernels from './Kernels.svelte';

export default {
  name: 'kernels',
  place: 'outcome',
  order: 4,
  applies: (info) => convolutions(info).length > 0,
  watch: (info) => convolutions(info).map(({ weight }) => `parameter:${weight}`),
  component: Kernels,
} satisfies View;
