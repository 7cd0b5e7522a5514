import type { Box } from '../../draw/neuron';
import type { LayerInfo, RunInfo } from '../../engine/types';
import { gridInputs, outputNode, seesPicture, size, weightOf } from '../shared/nodes';

/** How the units of one column are shown.
 *  map: the unit over the plane of two inputs; curve: over one input; value: its number for the present
 *  example; weights: its incoming weights as a picture; picture: the input itself; strip: too many units
 *  for tiles, a ribbon of their values. */
export type Face = 'map' | 'curve' | 'value' | 'weights' | 'picture' | 'strip';

export interface Column {
  /** 'input' or the layer's path. */
  path: string;
  layer: LayerInfo | null;
  /** The node whose values the units show. */
  node: string;
  face: Face;
  /** Units there are, and units that have a tile (the first ones). */
  units: number;
  shown: number;
  /** The unit each tile shows; -1 for an input feature that is switched off. */
  sources: number[];
  /** What the units are called, where they have names: inputs, features, classes. */
  names: string[] | null;
  /** (in, out) weights from the column before, as a parameter; null where units pass on one to one. */
  weight: string | null;
  left: number;
  width: number;
  boxes: Box[];
}

export interface Layout {
  width: number;
  height: number;
  columns: Column[];
}

const mapLimit = 64; // units: 64 maps of 64 x 64 floats are a megabyte a frame
const tileLimit = 256;
const weightLimit = 300_000; // values: beyond, the weights are left to the inspector
const minSlot = 108;

export const stripWidth = 26;

function face(info: RunInfo, layer: LayerInfo | null, units: number): Face {
  const inputs = gridInputs(info);
  if (!layer)
    return info.task.input.kind === 'image'
      ? 'picture'
      : inputs === 2
        ? 'map'
        : inputs === 1
          ? 'curve'
          : 'value';
  if (weightOf(layer) && layer.path !== 'output' && seesPicture(info, layer)) return 'weights';
  if (units > tileLimit && !weightOf(layer)) return 'strip';
  if (inputs > 0 && units <= mapLimit) return inputs === 2 ? 'map' : 'curve';
  return 'value';
}

// Tile side, gap and rows that fit `units` into the height; several sub-columns when they must.
function arrange(units: number, height: number): { side: number; gap: number; rows: number } {
  for (const [side, gap] of [
    [46, 12],
    [42, 9],
    [36, 7],
    [30, 6],
    [24, 5],
  ])
    if (units * (side + gap) - gap <= height) return { side, gap, rows: units };
  for (const [side, gap, most] of [
    [24, 4, 4],
    [20, 3, 7],
    [15, 2, 12],
  ]) {
    const rows = Math.floor((height + gap) / (side + gap));
    if (Math.ceil(units / rows) <= most)
      return { side, gap, rows: Math.ceil(units / Math.ceil(units / rows)) };
  }
  return { side: 12, gap: 2, rows: Math.floor((height + 2) / 14) };
}

interface Part {
  column: Omit<Column, 'left' | 'width' | 'boxes'>;
  side: number;
  gap: number;
  rows: number;
  inner: number;
  slot: number;
}

function namesOf(info: RunInfo, layer: LayerInfo | null, features: string[]): string[] | null {
  if (!layer) return info.task.input.kind === 'vector' ? info.task.input.names : null;
  if (layer.kind === 'features') return features;
  const { kind, names } = info.task.target;
  if (layer.path === 'output' && kind === 'classes' && names.length === layer.output.shape[0])
    return names;
  return null;
}

function part(info: RunInfo, layer: LayerInfo | null, height: number, features: string[]): Part {
  const units = size(layer ? layer.output.shape : info.task.input.shape);
  const kind = face(info, layer, units);
  let sources = Array.from({ length: Math.min(units, tileLimit) }, (_, unit) => unit);
  if (kind === 'picture') sources = [0];
  if (kind === 'strip') sources = [];
  if (layer?.kind === 'features') {
    const chosen = info.experiment.model.layers[layer.index];
    let next = 0;
    sources = features.map((name) => (chosen[name] === true ? next++ : -1));
  }
  const shown = sources.length;
  const arranged = arrange(Math.max(1, shown), height);
  const { gap, rows } = arranged;
  const side = kind === 'picture' ? Math.min(132, height) : arranged.side;
  const across = Math.max(1, Math.ceil(shown / rows));
  const inner = kind === 'strip' ? stripWidth : across * side + (across - 1) * gap;
  const weight = layer && weightOf(layer);
  return {
    column: {
      path: layer?.path ?? 'input',
      layer,
      node: layer ? outputNode(layer) : 'input',
      face: kind,
      units,
      shown,
      sources,
      names: namesOf(info, layer, features),
      weight: weight && units * size(layer.input.shape) <= weightLimit ? weight : null,
    },
    side,
    gap,
    rows,
    inner,
    slot: Math.max(minSlot, inner + 16),
  };
}

/** Columns of neurons from left to right. They share the width that is offered evenly; when it is too
 *  narrow the layout is wider than asked and its frame scrolls. Unit order runs down, then right.
 *  `features` names the switches of the features block in the engine's order. */
export function layoutNetwork(
  info: RunInfo,
  width: number,
  height: number,
  features: string[],
): Layout {
  const layers: (LayerInfo | null)[] =
    info.layers[0]?.kind === 'features' ? info.layers : [null, ...info.layers];
  const parts = layers.map((layer) => part(info, layer, height, features));
  const taken = parts.reduce((sum, p) => sum + p.slot, 0);
  const gaps = Math.max(1, parts.length - 1);
  const space = Math.max(28, Math.min(150, (width - taken) / gaps));
  const total = Math.max(width, taken + space * (parts.length - 1));

  let left = Math.max(0, (total - taken - space * (parts.length - 1)) / 2);
  const columns = parts.map(({ column, side, gap, rows, inner, slot }) => {
    const boxes: Box[] = [];
    for (let unit = 0; unit < column.shown; unit++) {
      const sub = Math.floor(unit / rows);
      const inSub = Math.min(rows, column.shown - sub * rows);
      const top = (height - (inSub * (side + gap) - gap)) / 2;
      boxes.push({
        x: Math.round(left + (slot - inner) / 2 + sub * (side + gap)),
        y: Math.round(top + (unit % rows) * (side + gap)),
        size: side,
      });
    }
    const placed = { ...column, left: Math.round(left), width: slot, boxes };
    left += slot + space;
    return placed;
  });
  return { width: total, height, columns };
}

/** The engine paths that the columns show. */
export function watched(info: RunInfo): string[] {
  const paths = new Set<string>();
  for (const column of layoutNetwork(info, 0, 400, []).columns) {
    if (column.weight) paths.add(`parameter:${column.weight}`);
    if (column.layer && column.layer.nodes.includes(`${column.path}/bias`))
      paths.add(`parameter:${column.path}/bias`);
    if (column.face === 'map' || column.face === 'curve') paths.add(`grid:${column.node}`);
    else if (column.face !== 'weights') paths.add(`example:${column.node}`);
  }
  return [...paths];
}
