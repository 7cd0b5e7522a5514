import type { View } from '../view';

export default {
  name: 'digits',
  place: 'outcome',
  order: 0,
  applies: (info) => info.task.input.kind === 'image' && info.task.target.kind === 'classes',
  watch: () => ['test:prediction', 'test:loss', 'data:test/y', 'example:output/probability'],
  component: () => import('./Digits.svelte'),
} satisfies View;
