import type { Considered } from '../../engine/types';

/** A token of a beam search as it is drawn. */
export interface Node {
  index: number;
  parent: number; // its place in `nodes`, -1: the beginning
  token: number;
  /** How many tokens stand before it, and which line of its column it has. */
  depth: number;
  row: number;
  kept: boolean;
  logProbability: number;
  /** Of the token itself, given those before it. */
  probability: number;
  /** On the way to what was written. */
  best: boolean;
}

/** What a beam search considered, a column a step, likeliest first. Of what it did not go on from, a step
 *  shows `most`. `written` are the tokens of the way it took, with its end. */
export function treeOf(considered: Considered[], written: number[], most: number): Node[] {
  const depth: number[] = [];
  considered.forEach(([parent], i) => (depth[i] = parent < 0 ? 0 : depth[parent] + 1));
  const best = new Set<number>();
  let last = -1;
  written.forEach((token, d) => {
    const next = considered.findIndex(
      ([parent, each], i) => parent === last && each === token && depth[i] === d,
    );
    if (next >= 0) best.add(next);
    last = next >= 0 ? next : -2;
  });

  const shown: number[] = [];
  const deepest = Math.max(-1, ...depth);
  for (let d = 0; d <= deepest; d++) {
    const column = considered.flatMap((_, i) => (depth[i] === d ? [i] : []));
    column.sort((a, b) => considered[b][2] - considered[a][2]);
    const passed = column.filter((i) => !considered[i][3] && !best.has(i)).slice(0, most);
    shown.push(...column.filter((i) => considered[i][3] || best.has(i) || passed.includes(i)));
  }
  const place = new Map(shown.map((index, i) => [index, i]));
  const rows: number[] = [];
  return shown.map((index) => {
    const [parent, token, logProbability, kept] = considered[index];
    const before = parent < 0 ? 0 : considered[parent][2];
    const d = depth[index];
    rows[d] = (rows[d] ?? -1) + 1;
    return {
      index,
      parent: parent < 0 ? -1 : (place.get(parent) ?? -1),
      token,
      depth: d,
      row: rows[d],
      kept,
      logProbability,
      probability: Math.exp(logProbability - before),
      best: best.has(index),
    };
  });
}

/** The tokens from the beginning to a node. */
export function wayTo(nodes: Node[], node: Node): number[] {
  const way = [node.token];
  for (let at = node.parent; at >= 0; at = nodes[at].parent) way.unshift(nodes[at].token);
  return way;
}
