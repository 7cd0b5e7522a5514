import type { View } from '../view';
import Digits from './Digits.svelte';

export default {
  name: 'digits',
  place: 'outcome',
  order: 0,
  applies: (info) => info.task.input.kind === 'image' && info.task.target.kind === 'classes',
  watch: () => ['test:prediction', 'test:loss', 'data:test/y', 'example:output/probability'],
  component: Digits,
} satisfies View;
