import { attentionsOf } from '../shared/attention';
import { focus } from '../shared/attention.svelte';
import type { View } from '../view';

export default {
  name: 'attention-steps',
  place: 'inspector',
  wide: true,
  order: -19,
  applies: (info, layer) =>
    attentionsOf(info, layer).some(({ scoring }) =>
      info.nodes.some(({ name }) => name === scoring.query),
    ),
  watch: (info, { block }) => {
    const chosen = focus.in(info, block);
    if (!chosen) return [];
    const { scope, scoring } = chosen;
    const { query, keys, values, slopes, score } = scoring;
    return [
      'example:input',
      'example:target',
      'example:output/probability',
      ...[query, keys, values, `${scope}/scores`, `${scope}/weights`, `${scope}/context`],
      ...(slopes ? [slopes] : []),
    ]
      .map((node) => (node.includes(':') ? node : `example:${node}`))
      .concat(score ? [`parameter:${score}`] : []);
  },
  component: () => import('./Steps.svelte'),
} satisfies View;
