import { headOnly } from '../shared/nodes';
import type { View } from '../view';

export default {
  name: 'predictions',
  place: 'outcome',
  order: 2,
  applies: (info) => info.task.target.kind === 'values',
  watch: (info) => [
    'test:prediction',
    'data:test/y',
    ...(headOnly(info) ? ['parameter:output/weight', 'parameter:output/bias'] : []),
  ],
  component: () => import('./Predictions.svelte'),
} satisfies View;
