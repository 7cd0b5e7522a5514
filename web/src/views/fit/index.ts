import { gridInputs, headOnly } from '../shared/nodes';
import type { View } from '../view';

export default {
  name: 'fit',
  place: 'outcome',
  order: 0,
  applies: (info) => gridInputs(info) === 1,
  watch: (info, { unit }) => [
    'grid:output/probability',
    ...(unit ? [`grid:${unit.node}`] : []),
    'data:train/x',
    'data:train/y',
    'data:test/x',
    'data:test/y',
    ...(headOnly(info) ? ['parameter:output/weight', 'parameter:output/bias'] : []),
  ],
  component: () => import('./Fit.svelte'),
} satisfies View;
