import { recurrencesOf } from '../shared/recurrences';
import type { View } from '../view';
import { choice } from './choice.svelte';
import { ingredients } from './ingredients';

export default {
  name: 'recurrence',
  place: 'inspector',
  order: -1,
  wide: true,
  applies: (info, layer) => layer !== undefined && recurrencesOf(info, layer).length > 0,
  watch: (info, { block }) => {
    const layer = info.layers.find(({ path }) => path === block);
    const all = layer ? recurrencesOf(info, layer) : [];
    const deepest = Math.max(1, ...all.map(({ depth }) => depth));
    const shown = all.filter(({ depth }) => depth === Math.min(choice.depth, deepest));
    return [
      'example:input',
      ...(info.task.target.kind === 'tokens' ? ['example:target'] : []),
      ...new Set(shown.flatMap(({ sections }) => sections.map(({ node }) => `example:${node}`))),
      // Of one cell everything that it is made of, while it is looked at.
      ...shown
        .filter(({ path }) => path === choice.cell?.path)
        .flatMap((each) => ingredients(info, each)),
    ];
  },
  component: () => import('./Recurrence.svelte'),
} satisfies View;
