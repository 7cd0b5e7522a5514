import type { Box } from '../../draw/neuron';
import type { LayerInfo, RunInfo } from '../../engine/types';
import { blocksOf } from '../../state/model';
import { targetNames } from '../shared/names';
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
  /** For the names beside the tiles: on the left of the first column, on the right of the last. */
  room: number;
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
const fewUnits = 16; // columns up to this share one size of tile
const minSlot = 108;
const buttons = 16; // of a narrow heading, that stand beside its column
const leastSpace = 28; // between two columns
const pictureSides = [132, 112, 96]; // of the input, the smaller ones for a network that fits with them
const nameRoom = { least: 36, narrow: 68, most: 84 }; // beside the tiles of a column whose units have names

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

// About as wide as the widest name is written, with the gap before it; a category stands below its column: "species=Adelie".
function roomFor(names: string[], narrow: boolean): number {
  const parts = names.flatMap((name) => name.split('='));
  const em = (c: string) => (c > '\u2e7f' ? 12 : 6.8);
  const widest = Math.max(...parts.map((part) => [...part].reduce((w, c) => w + em(c), 10)));
  return Math.max(nameRoom.least, Math.min(narrow ? nameRoom.narrow : nameRoom.most, widest));
}

interface Arrangement {
  side: number;
  gap: number;
  rows: number;
}

const largeTiles = [
  { side: 136, gap: 36 },
  { side: 112, gap: 30 },
];

const tiles = [
  [88, 24],
  [72, 18],
  [58, 14],
  [46, 12],
  [42, 9],
  [36, 7],
  [30, 6],
  [24, 5],
];
// Names have no room between columns of tiles: rather than that, smaller ones in one column.
const namedTiles = [
  [19, 4],
  [15, 2],
];
const smallTile = 42; // smaller ones do not pay for a network that need not be scrolled

// The tiles of which `units` fit into the height one below the other, largest first.
const stacks = (units: number, height: number, sizes = tiles): Arrangement[] =>
  sizes
    .filter(([side, gap]) => units * (side + gap) - gap <= height)
    .map(([side, gap]) => ({ side, gap, rows: units }));

// More units than that stand in several columns of small tiles.
function pack(units: number, height: number): Arrangement {
  for (const [side, gap, most] of [
    [24, 4, 4],
    [20, 3, 7],
    [15, 2, 12],
  ]) {
    const rows = Math.floor((height + gap) / (side + gap));
    const across = Math.ceil(units / rows);
    if (across <= most) return { side, gap, rows: Math.ceil(units / across) };
  }
  return { side: 12, gap: 2, rows: Math.max(1, Math.floor((height + 2) / 14)) };
}

interface Part {
  column: Planned;
  side: number;
  gap: number;
  rows: number;
  inner: number;
  slot: number;
  room: number;
  /** What a column at an end of the network needs beyond its slot. */
  margin: number;
}

type Planned = Omit<Column, 'left' | 'width' | 'room' | 'boxes'>;

function namesOf(info: RunInfo, layer: LayerInfo | null, features: string[]): string[] | null {
  if (!layer) return info.task.input.kind === 'vector' ? info.task.input.names : null;
  if (layer.kind === 'features') return features;
  const { kind } = info.task.target;
  const names = targetNames(info);
  if (layer.path === 'output' && kind === 'classes' && names.length === layer.output.shape[0])
    return names;
  return null;
}

function plan(info: RunInfo, layer: LayerInfo | null, features: string[]): Planned {
  const units = size(layer ? layer.output.shape : info.task.input.shape);
  const kind = face(info, layer, units);
  let sources = Array.from({ length: Math.min(units, tileLimit) }, (_, unit) => unit);
  if (kind === 'picture') sources = [0];
  if (kind === 'strip') sources = [];
  if (layer?.kind === 'features') {
    const chosen = blocksOf(info.experiment.model, 'layers')[layer.index];
    let next = 0;
    sources = features.map((name) => (chosen[name] === true ? next++ : -1));
  }
  const weight = layer && weightOf(layer);
  return {
    path: layer?.path ?? 'input',
    layer,
    node: layer ? outputNode(layer) : 'input',
    face: kind,
    units,
    shown: sources.length,
    sources,
    names: namesOf(info, layer, features),
    weight: weight && units * size(layer.input.shape) <= weightLimit ? weight : null,
  };
}

// `common` is the size of tile that columns of few units share, `picture` that of a picture.
function arrange(
  column: Planned,
  height: number,
  common: Arrangement,
  picture: number,
  narrow: boolean,
): Part {
  const { shown, names } = column;
  const { side, gap, rows } =
    column.face === 'picture'
      ? { side: Math.min(picture, height), gap: 0, rows: 1 }
      : shown <= common.rows
        ? { ...common, rows: Math.max(1, shown) }
        : (stacks(shown, height, names ? [...tiles, ...namedTiles] : tiles)[0] ??
          pack(shown, height));
  const across = Math.max(1, Math.ceil(shown / rows));
  const inner = column.face === 'strip' ? stripWidth : across * side + (across - 1) * gap;
  const slot = Math.max(minSlot, inner + 16);
  const beside = (slot - inner) / 2;
  const room = names ? Math.max(beside, roomFor(names, narrow)) : 0;
  const atEnd = names !== null || column.path === 'output';
  const margin = atEnd ? Math.max(column.layer ? buttons : 0, room - beside) : 0;
  return { column, side, gap, rows, inner, slot, room, margin };
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
  const planned = layers.map((layer) => plan(info, layer, features));
  const few = planned.filter(({ face, shown }) => face !== 'picture' && shown <= fewUnits);
  const most = Math.max(1, ...few.map(({ shown }) => shown));
  const gaps = Math.max(1, planned.length - 1);
  const arranged = (common: Arrangement, picture = pictureSides[0]) => {
    const parts = planned.map((column) => arrange(column, height, common, picture, width < 600));
    return { parts, taken: parts.reduce((sum, p) => sum + p.slot + p.margin, 0) };
  };
  // A small network in a large place has larger tiles.
  const large = largeTiles
    .filter(({ side, gap }) => most * (side + gap) - gap <= 0.8 * height)
    .map(({ side, gap }) => arranged({ side, gap, rows: most }))
    .find(({ taken }) => taken + 56 * gaps <= width);
  const fitting = stacks(most, height);
  const { parts, taken } =
    large ??
    pictureSides
      .flatMap((picture) =>
        fitting.filter(({ side }) => side >= smallTile).map((common) => arranged(common, picture)),
      )
      .find((each) => each.taken + leastSpace * gaps <= width) ??
    arranged(fitting[0] ?? pack(1, height));
  const space = Math.max(leastSpace, Math.min(150, (width - taken) / gaps));
  const total = Math.max(width, taken + space * (parts.length - 1));

  // All columns are centred on one line. It stands in the middle, or higher where the network is much
  // lower than its place, so that it is not far from its headings.
  const tallest = Math.max(
    0,
    ...parts.map(({ column, side, gap, rows }) =>
      column.face === 'strip' ? height : Math.min(rows, column.shown) * (side + gap) - gap,
    ),
  );
  const free = Math.max(0, height - tallest);
  const middle = tallest / 2 + Math.min(free / 2, 40 + free / 6);

  let left = Math.max(0, (total - taken - space * (parts.length - 1)) / 2);
  if (parts[0].column.path !== 'output') left += parts[0].margin;
  const columns = parts.map(({ column, side, gap, rows, inner, slot, room }) => {
    const boxes: Box[] = [];
    for (let unit = 0; unit < column.shown; unit++) {
      const sub = Math.floor(unit / rows);
      const top = middle - (Math.min(rows, column.shown) * (side + gap) - gap) / 2;
      boxes.push({
        x: Math.round(left + (slot - inner) / 2 + sub * (side + gap)),
        y: Math.round(top + (unit % rows) * (side + gap)),
        size: side,
      });
    }
    const placed = { ...column, left: Math.round(left), width: slot, room, boxes };
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
