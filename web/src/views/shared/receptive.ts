import type { LayerInfo, RunInfo } from '../../engine/types';
import { optionsAt } from '../../state/model';
import { outputNode } from './nodes';

// Where a pixel of a picture comes from: the windows that slide over pictures, and what they reach back to.

/** A window that slides: conv2d's, or a pooling's. */
export interface Sliding {
  kernel: number;
  stride: number;
  padding: number;
  dilation: number;
  /** Channels are divided into so many parts that do not see each other. */
  groups: number;
}

/** Places of a picture that are to be lit, in tiles from..to (to not included). */
export interface Lit {
  /** The watch path of the tensor. */
  path: string;
  tiles: [number, number];
  rows: number[];
  columns: number[];
}

/** A pixel of what a block gives: channel, row, column. */
export interface Pixel {
  tile: number;
  row: number;
  column: number;
}

const option = (options: Record<string, unknown> | undefined, name: string, otherwise: number) =>
  typeof options?.[name] === 'number' ? options[name] : otherwise;

/** How a block's window slides over its input; null for a block without one. */
export function slidingOf(info: RunInfo, layer: LayerInfo): Sliding | null {
  const options = optionsAt(info.experiment.model, layer);
  if (layer.input.kind !== 'image' || layer.output.kind !== 'image') return null;
  const kernel = option(options, 'kernel', 0);
  if (kernel === 0) return null;
  return {
    kernel,
    stride: option(options, 'stride', 1),
    padding: option(options, 'padding', 0),
    dilation: option(options, 'dilation', 1),
    groups: option(options, 'groups', 1),
  };
}

/** Rows (or columns) of the input under the window at one place; those in the padding lie outside. */
export const under = ({ kernel, stride, padding, dilation }: Sliding, place: number): number[] =>
  Array.from({ length: kernel }, (_, k) => place * stride - padding + k * dilation);

/** The node that a block reads. */
export function inputNode(info: RunInfo, layer: LayerInfo): string {
  const before = info.layers.filter(({ column }) => column === layer.column);
  const place = before.findIndex(({ path }) => path === layer.path);
  return place > 0 ? outputNode(before[place - 1]) : 'input';
}

/** The channels of the input that one channel of the output is made of: from..to. */
export function channelsBehind(
  layer: LayerInfo,
  window: Sliding | null,
  channel: number,
): [number, number] {
  const [inputs, outputs] = [layer.input.shape[0], layer.output.shape[0]];
  if (layer.kind !== 'conv2d' || !window) return [channel, channel + 1];
  const each = inputs / window.groups;
  const group = Math.floor(channel / (outputs / window.groups));
  return [group * each, (group + 1) * each];
}

const clip = (places: number[], count: number) => places.filter((p) => p >= 0 && p < count);

/** All that one pixel of a block's output has seen: its own place, the window on the block's input, and
 *  the windows behind that, back to the picture itself. */
export function litBy(info: RunInfo, layer: LayerInfo, { tile, row, column }: Pixel): Lit[] {
  const lit: Lit[] = [];
  let at: LayerInfo | undefined = layer;
  let [tiles, rows, columns]: [[number, number], number[], number[]] = [
    [tile, tile + 1],
    [row],
    [column],
  ];
  const add = (node: string) => lit.push({ path: `example:${node}`, tiles, rows, columns });
  const own = info.layers.filter((each) => each.column === layer.column);
  add(outputNode(layer));
  const linear = `${layer.path}/linear`;
  if (layer.nodes.includes(linear)) add(linear);
  for (let place = own.indexOf(layer); at?.output.kind === 'image' && at.input.kind === 'image';) {
    const window: Sliding | null = slidingOf(info, at);
    const [, height, width]: number[] = at.input.shape;
    const [first, last]: [number, number] = [
      channelsBehind(at, window, tiles[0])[0],
      channelsBehind(at, window, tiles[1] - 1)[1],
    ];
    tiles = [first, last];
    if (window) {
      const spread = (places: number[], count: number) => {
        // behind the first window, all between the ends is as good as seen
        const all = places.flatMap((p) => under(window, p));
        const [low, high] = [Math.min(...all), Math.max(...all)];
        return places.length === 1
          ? clip(all, count)
          : clip(
              Array.from({ length: high - low + 1 }, (_, i) => low + i),
              count,
            );
      };
      rows = spread(rows, height);
      columns = spread(columns, width);
    }
    add(inputNode(info, at));
    place--;
    at = own[place];
  }
  return lit;
}

/** What lies under the window in one channel; 0 where it reaches into the padding. */
export interface Patch {
  channel: number;
  patch: Float64Array;
  inside: boolean[];
}

/** One channel's part in the sum behind a pixel: patch × kernel = products. */
export interface Part extends Patch {
  kernel: Float64Array;
  products: Float64Array;
  sum: number;
}

interface Picture {
  data: ArrayLike<number>;
  channels: number;
  rows: number;
  columns: number;
}

/** What lies under the window at a pixel, in the channels from..to. */
export function patches(
  x: Picture,
  window: Sliding,
  [from, to]: [number, number],
  row: number,
  column: number,
): Patch[] {
  const [rows, columns] = [under(window, row), under(window, column)];
  return Array.from({ length: to - from }, (_, c) => {
    const patch = new Float64Array(window.kernel ** 2);
    const inside: boolean[] = [];
    rows.forEach((r, i) =>
      columns.forEach((q, j) => {
        const within = r >= 0 && r < x.rows && q >= 0 && q < x.columns;
        inside.push(within);
        if (within)
          patch[i * window.kernel + j] = x.data[((from + c) * x.rows + r) * x.columns + q];
      }),
    );
    return { channel: from + c, patch, inside };
  });
}

/** The sum behind one pixel of a convolution: a part a channel of its input, and the bias. */
export function convolve(
  x: Picture,
  weight: ArrayLike<number>,
  bias: ArrayLike<number> | undefined,
  window: Sliding,
  behind: [number, number],
  { tile, row, column }: Pixel,
): { parts: Part[]; bias: number; total: number } {
  const cells = window.kernel ** 2;
  const channels = behind[1] - behind[0];
  const parts = patches(x, window, behind, row, column).map((part, c) => {
    const kernel = Float64Array.from(
      { length: cells },
      (_, i) => weight[(tile * channels + c) * cells + i],
    );
    const products = kernel.map((w, i) => w * part.patch[i]);
    return { ...part, kernel, products, sum: products.reduce((a, b) => a + b, 0) };
  });
  const added = bias?.[tile] ?? 0;
  return { parts, bias: added, total: parts.reduce((sum, part) => sum + part.sum, added) };
}
