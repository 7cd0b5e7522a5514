import type { LayerInfo, RunInfo } from '../../engine/types';
import { tidyRange } from '../../draw/scale';
import type { Recurrence } from '../shared/recurrences';

/** Where the engine tells how long the loss's gradient is at each step of a recurrence. */
export const flowOf = ({ path }: Recurrence) => `summary:flow/${path}/state`;

/** How much of the gradient is left where it has come through all steps: its length at the step that is
 *  read first, over that at the step read last. NaN where there is none. */
export function shareLeft(flow: ArrayLike<number>, backwards: boolean): number {
  const [first, last] = backwards ? [flow.length - 1, 0] : [0, flow.length - 1];
  return flow.length > 1 && flow[last] > 0 ? flow[first] / flow[last] : NaN;
}

/** The trained parameters with their places in the engine's list of norms, in the order of the network. */
export function trainedOf(info: RunInfo): { name: string; index: number }[] {
  const all = info.nodes.filter(({ parameter }) => parameter);
  const names = [...new Set(all.map(({ name }) => name))];
  const buffers = new Set(all.filter(({ op }) => op === 'buffer').map(({ name }) => name));
  return names.flatMap((name, index) => (buffers.has(name) ? [] : [{ name, index }]));
}

/** What the names of all trained parameters of a layer begin with: "gru_1/layer_1/forwards/". */
export function sharedPath(layer: LayerInfo, trained: { name: string }[]): string {
  const folders = trained
    .filter(({ name }) => layer.nodes.includes(name))
    .map(({ name }) => name.slice(0, name.lastIndexOf('/') + 1));
  return folders.reduce((shared, folder) => {
    let length = 0;
    while (length < shared.length && shared[length] === folder[length]) length++;
    return shared.slice(0, shared.lastIndexOf('/', length - 1) + 1);
  }, folders[0] ?? '');
}

/** Ends of a log axis for these sizes, whole decades apart; zeros and what is not finite are left out. */
export function decades(sizes: Iterable<number>): [number, number] {
  let [low, high] = [Infinity, 0];
  for (const size of sizes) {
    if (!(size > 0) || !Number.isFinite(size)) continue;
    low = Math.min(low, size);
    high = Math.max(high, size);
  }
  if (high === 0) return [1e-3, 1];
  const [bottom, top] = tidyRange(low, high, 4, true);
  const tidy = (value: number, round: (x: number) => number) =>
    10 ** round(Math.log10(value) * (1 - 1e-12));
  const [from, to] = [tidy(bottom, Math.floor), tidy(top, Math.ceil)];
  return [Math.max(from, to * 1e-12), to];
}

/** The ends of an axis that has just been `before`, for sizes that want `now`: wider at once, narrower only
 *  where more than a decade of it would be empty, so that it does not flicker between two decades. */
export function steady(before: [number, number] | null, now: [number, number]): [number, number] {
  if (!before) return now;
  const slack = 10 * (1 + 1e-9);
  return [
    before[0] <= now[0] && now[0] <= before[0] * slack ? before[0] : now[0],
    before[1] >= now[1] && now[1] >= before[1] / slack ? before[1] : now[1],
  ];
}
