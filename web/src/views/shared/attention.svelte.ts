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
}

export const focus = new AttentionFocus();
