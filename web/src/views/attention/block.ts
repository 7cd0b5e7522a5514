import { attentionsOf } from '../shared/attention';
import { focus } from '../shared/attention.svelte';
import type { View } from '../view';

export default {
  name: 'attention',
  place: 'inspector',
  wide: true,
  order: -20,
  applies: (info, layer) => attentionsOf(info, layer).length > 0,
  watch: (info, { block }) => {
    const chosen = focus.in(info, block);
    if (!chosen) return [];
    return [
      'example:input',
      'example:target',
      'example:output/probability',
      `example:${chosen.scope}/weights`,
      `example:${chosen.scope}/scores`,
    ];
  },
  component: () => import('./Attention.svelte'),
} satisfies View;
