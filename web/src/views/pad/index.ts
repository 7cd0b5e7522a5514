import type { View } from '../view';

export default {
  name: 'pad',
  place: 'outcome',
  order: 1,
  applies: (info) =>
    info.task.input.kind === 'image' &&
    info.task.target.kind === 'classes' &&
    info.task.input.shape.join() === '1,28,28' &&
    info.task.target.names.every((name) => /^\d$/.test(name)),
  watch: () => ['example:input', 'example:output/probability'],
  component: () => import('./Pad.svelte'),
} satisfies View;
