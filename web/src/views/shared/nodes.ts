import type { LayerInfo, RunInfo } from '../../engine/types';

// Questions every view asks about a network.

/** What the units of a layer can be shown as. */
export type Probe = 'grid' | 'example';

/** The node that holds what a layer gives on: its activation, or the only value of a block without one. */
export function outputNode(layer: LayerInfo): string {
  const preferred = [`${layer.path}/activation`, `${layer.path}/value`];
  return (
    preferred.find((name) => layer.nodes.includes(name)) ?? layer.nodes[layer.nodes.length - 1]
  );
}

export const size = (shape: number[]) => shape.reduce((product, n) => product * n, 1);

export const weightOf = (layer: LayerInfo) =>
  layer.nodes.find((name) => name === `${layer.path}/weight`) ?? null;

export const biasOf = (layer: LayerInfo) =>
  layer.nodes.find((name) => name === `${layer.path}/bias`) ?? null;

/** Number of inputs whose whole domain the engine samples on a grid: 1, 2, or 0 for more. */
export function gridInputs(info: RunInfo): 0 | 1 | 2 {
  const { kind, shape } = info.task.input;
  return kind === 'vector' && (shape[0] === 1 || shape[0] === 2) ? shape[0] : 0;
}

/** Whether the network is nothing but its head. */
export const headOnly = (info: RunInfo) => info.layers.every(({ path }) => path === 'output');

/** True for a layer whose units are the very pixels of the picture: nothing but reshaping before it. */
export function seesPicture(info: RunInfo, layer: LayerInfo): boolean {
  if (info.task.input.kind !== 'image') return false;
  const before = info.layers.slice(0, info.layers.indexOf(layer));
  return before.every((l) => l.kind === 'flatten' || l.kind === 'dropout');
}

/** The layer that has a weight for every pixel of the picture, if there is one. */
export const weighsPixels = (info: RunInfo) =>
  info.layers.find((l) => weightOf(l) && l.input.kind === 'vector' && seesPicture(info, l));

/** Rows, columns of a picture shape: [height, width] or [channels, height, width]. */
export function pictureSize(shape: number[]): { rows: number; columns: number } {
  return { rows: shape[shape.length - 2], columns: shape[shape.length - 1] };
}
