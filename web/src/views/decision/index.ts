import { gridInputs } from '../shared/nodes';
import type { View } from '../view';

export default {
  name: 'decision',
  place: 'outcome',
  order: 0,
  applies: (info) => gridInputs(info) === 2,
  watch: (_, { unit }) => [
    'grid:output/probability',
    ...(unit ? [`grid:${unit.node}`] : []),
    'data:train/x',
    'data:train/y',
    'data:test/x',
    'data:test/y',
  ],
  component: () => import('./Decision.svelte'),
  opening: true,
} satisfies View;
