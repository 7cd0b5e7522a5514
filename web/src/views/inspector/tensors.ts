import type { RunInfo } from '../../engine/types';

/** Something of a block that can be looked at: its value, and the gradient where there is one. */
export interface Item {
  node: string;
  parameter: boolean;
  /** Without the batch for nodes that have one. */
  shape: number[];
}

const isMask = ({ node }: Item) => node.endsWith('/mask');

/** The named tensors of a block, parameters first; what only says where there is padding comes last. */
export function itemsOf(info: RunInfo, block: string): Item[] {
  const names =
    block === 'input'
      ? ['input']
      : (info.layers.find((layer) => layer.path === block)?.nodes ?? []);
  const items = names.flatMap((name) => {
    const node = info.nodes.find((candidate) => candidate.name === name);
    return node ? [{ node: name, parameter: node.parameter, shape: node.shape }] : [];
  });
  const rank = (item: Item) => Number(isMask(item)) - Number(item.parameter);
  return items.sort((a, b) => rank(a) - rank(b));
}

/** Where the numbers come from: a parameter has one place, a node the last batch or one example. */
export function sourcesOf(
  item: Item,
): { path: string; kind: 'value' | 'gradient' | 'batch' | 'batchGradient' | 'example' }[] {
  if (item.parameter)
    return [
      { path: `parameter:${item.node}`, kind: 'value' },
      { path: `parameter:${item.node}.grad`, kind: 'gradient' },
    ];
  const gradient =
    item.node === 'input'
      ? []
      : [{ path: `train:${item.node}.grad`, kind: 'batchGradient' as const }];
  return [
    { path: `train:${item.node}`, kind: 'batch' },
    ...gradient,
    { path: `example:${item.node}`, kind: 'example' },
  ];
}

/** What an axis of a tensor runs over; the last part of a message's key. */
export type AxisName =
  | 'example'
  | 'step'
  | 'unit'
  | 'channel'
  | 'row'
  | 'column'
  | 'head'
  | 'query'
  | 'key'
  | 'from'
  | 'to'
  | 'inChannel';

const nodeAxes: Record<number, AxisName[]> = {
  1: ['unit'],
  2: ['example', 'unit'],
  3: ['step', 'example', 'unit'], // sequences are time-major
  4: ['example', 'channel', 'row', 'column'],
};
const parameterAxes: Record<number, AxisName[]> = {
  1: ['unit'],
  2: ['from', 'to'],
  4: ['channel', 'inChannel', 'row', 'column'],
};

/** What the axes of a tensor run over, in order. Only attention has tensors of rank 4 beside pictures:
 *  scores and weights, (example, head, query, key). A table of positions belongs to no example; a mask says
 *  which steps of each are padding. */
export function axesOf(item: Item, picture: boolean): AxisName[] {
  const rank = item.shape.length;
  if (item.node.endsWith('/table')) return rank === 2 ? ['step', 'unit'] : ['head'];
  if (isMask(item)) return ['step', 'example'];
  if (rank === 4 && !item.parameter && !picture) return ['example', 'head', 'query', 'key'];
  return (item.parameter ? parameterAxes : nodeAxes)[rank] ?? [];
}

/** Rows and columns to lay a tensor out in: a vector is one row, of more than two axes the last one runs
 *  across. */
export function sheetOf(shape: number[]): { rows: number; columns: number } {
  if (shape.length === 0) return { rows: 0, columns: 0 };
  const columns = shape[shape.length - 1];
  return { rows: shape.slice(0, -1).reduce((product, n) => product * n, 1), columns };
}

/** How a tensor of more than two axes is looked at: its last two, at one place of each axis before.
 *  Axes of length one are passed over. */
export interface Slices {
  /** The axes before the last two that have more than one place, and how many they have. */
  axes: { axis: number; count: number }[];
  /** The last two: what is shown of one slice, and which axes of the tensor they are. */
  shape: number[];
  shown: number[];
}

export function slicesOf(shape: number[]): Slices {
  const wide = shape.flatMap((count, axis) => (count > 1 ? [{ axis, count }] : []));
  if (wide.length <= 2)
    return wide.length > 0
      ? { axes: [], shape: wide.map((a) => a.count), shown: wide.map((a) => a.axis) }
      : { axes: [], shape, shown: shape.map((_, axis) => axis) };
  const last = wide.slice(-2);
  return {
    axes: wide.slice(0, -2),
    shape: last.map(({ count }) => count),
    shown: last.map(({ axis }) => axis),
  };
}

/** Where the slice at these places begins, in numbers. */
export function sliceOffset({ axes, shape }: Slices, places: number[]): number {
  let index = 0;
  axes.forEach(({ count }, i) => (index = index * count + Math.min(places[i] ?? 0, count - 1)));
  return index * shape.reduce((a, b) => a * b, 1);
}

/** The place of element `index` in a tensor, one number an axis. */
export function placeOf(shape: number[], index: number): number[] {
  const place = new Array<number>(shape.length);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    place[axis] = index % shape[axis];
    index = Math.floor(index / shape[axis]);
  }
  return place;
}

/** A tensor as comma-separated values, a line a row, numbers exactly as float32 holds them. */
export function toCsv(data: Float32Array, shape: number[]): string {
  const { rows, columns } = sheetOf(shape);
  const lines: string[] = [];
  for (let r = 0; r < rows; r++)
    lines.push(Array.from(data.subarray(r * columns, (r + 1) * columns), exact).join(','));
  return lines.join('\n') + '\n';
}

// Nine significant digits name a float32 uniquely.
function exact(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(9))) : String(value);
}
