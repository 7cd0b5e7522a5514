import type { RunInfo } from '../../engine/types';
import { attentionsOf, type Attention } from './attention';

// What is looked at in the views of attention: they all show the same head, query and key.
class AttentionFocus {
  /** Which of the block's attentions: its place among them. */
  which = $state(0);
  /** A head, or -1 for the mean over all of them. */
  head = $state(0);
  /** The query that was chosen by a press, and the key last pointed at. */
  query = $state(0);
  key = $state<number | null>(null);
  /** Weights, or the scores they are made from. */
  scores = $state(false);

  /** The one that is looked at of a block's attentions, of which there is one at least. */
  of(all: readonly Attention[]): Attention {
    return all[this.which] ?? all[0];
  }
  /** The same by the block's path; undefined where that pays none. */
  in(info: RunInfo, block: string | null): Attention | undefined {
    const layer = info.layers.find(({ path }) => path === block);
    return this.of(attentionsOf(info, layer));
  }
}

export const focus = new AttentionFocus();
