import { gridInputs, headOnly } from '../shared/nodes';
import type { View } from '../view';

export default {
  name: 'loss',
  place: 'outcome',
  order: 1,
  // One weight and one bias: the loss is a landscape over a plane.
  applies: (info) =>
    gridInputs(info) === 1 &&
    headOnly(info) &&
    info.parameters === 2 &&
    info.layers.at(-1)!.nodes.includes('output/bias'),
  watch: () => ['parameter:output/weight', 'parameter:output/bias'],
  component: () => import('./Loss.svelte'),
} satisfies View;
