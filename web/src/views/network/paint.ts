import { font } from '../../draw/axes';
import { Raster, roundedRect } from '../../draw/canvas';
import { diverging, grey } from '../../draw/color';
import { paintEdge, type Edge } from '../../draw/edges';
import { greatest, matrix, paintHeatmap, usual, type Matrix } from '../../draw/heatmap';
import {
  paintBias,
  paintCurveTile,
  paintFrame,
  paintMapTile,
  paintValueTile,
  type Box,
} from '../../draw/neuron';
import { Atlas } from '../../draw/picture';
import { startOf } from '../../draw/text';
import type { Ink } from '../../draw/theme';
import type { Tensor } from '../../engine/types';
import { symbol } from '../shared/names';
import { pictureSize } from '../shared/nodes';
import { drawnFrom, eachEdge, exit, hasWeights } from './edges';
import type { Focus } from './focus';
import { stripWidth, type Column, type Layout } from './layout';

export type Lookup = (path: string) => Tensor | undefined;

/** The value at the end of the colour scale of a unit that has one of its own. */
const ownLimit = (column: Column, values: Float32Array, unit: number) =>
  greatest(values, unit, column.units, values.length / column.units) || 1;

/** Draws the network; keeps one pixel buffer a column between frames. */
export class NetworkPainter {
  private readonly rasters = new Map<string, Raster>();

  paint(
    ctx: CanvasRenderingContext2D,
    ink: Ink,
    layout: Layout,
    tensors: Lookup,
    range: (column: Column, values: Float32Array) => number,
    focus: Focus | null,
    text: (value: number) => string,
  ): void {
    for (let c = 1; c < layout.columns.length; c++) this.edges(ctx, ink, layout, c, tensors, focus);
    layout.columns.forEach((column, c) => {
      this.faces(ctx, ink, layout, column, tensors, range, text);
      this.frames(
        ctx,
        ink,
        column,
        tensors,
        focus?.kind === 'unit' && focus.column === c ? focus.tile : -1,
      );
      labels(ctx, ink, column);
    });
  }

  private raster(path: string): Raster {
    let raster = this.rasters.get(path);
    if (!raster) this.rasters.set(path, (raster = new Raster()));
    return raster;
  }

  private edges(
    ctx: CanvasRenderingContext2D,
    ink: Ink,
    layout: Layout,
    c: number,
    tensors: Lookup,
    focus: Focus | null,
  ): void {
    const before = layout.columns[c - 1];
    const column = layout.columns[c];
    const weights = column.weight && tensors(`parameter:${column.weight}`)?.data;
    if (!weights || !hasWeights(before, column)) {
      passage(ctx, ink, layout.height, before, column);
      return;
    }
    const scale = diverging[ink.scheme];
    const threshold = drawnFrom(weights);
    const crowd = Math.min(360, before.shown * column.shown);
    const plain = 0.95 - 0.6 * Math.sqrt(crowd / 360);
    const near = (from: number, to: number): boolean => {
      if (!focus) return false;
      if (focus.kind === 'edge')
        return focus.column === c && focus.from === from && focus.to === to;
      return (
        (focus.column === c && focus.tile === to) || (focus.column === c - 1 && focus.tile === from)
      );
    };
    const faint = focus === null ? plain : focus.kind === 'edge' ? plain * 0.5 : plain * 0.18;
    eachEdge(before, column, (edge, from, to, index) => {
      const weight = weights[index];
      if (Math.abs(weight) < threshold || near(from, to)) return;
      paintEdge(ctx, edge, weight, scale, faint);
    });
    if (focus)
      eachEdge(before, column, (edge, from, to, index) => {
        if (near(from, to)) paintEdge(ctx, edge, weights[index], scale, 1);
      });
  }

  private faces(
    ctx: CanvasRenderingContext2D,
    ink: Ink,
    layout: Layout,
    column: Column,
    tensors: Lookup,
    range: (column: Column, values: Float32Array) => number,
    text: (value: number) => string,
  ): void {
    const example = () => tensors(`example:${column.node}`);
    switch (column.face) {
      case 'map': {
        const values = tensors(`grid:${column.node}`)?.data;
        if (values) this.maps(ctx, ink, column, values, range(column, values));
        return;
      }
      case 'curve': {
        const values = tensors(`grid:${column.node}`)?.data;
        if (values) curves(ctx, ink, column, values, range(column, values));
        return;
      }
      case 'weights': {
        const weights = column.weight && tensors(`parameter:${column.weight}`)?.data;
        if (weights) this.weights(ctx, ink, column, weights);
        return;
      }
      case 'picture': {
        const tensor = example();
        if (tensor) this.picture(ctx, ink, column, tensor);
        return;
      }
      case 'value': {
        const values = example()?.data;
        if (values) numbers(ctx, ink, column, values, range(column, values), text);
        return;
      }
      case 'strip':
        this.strip(ctx, ink, layout.height, column, example()?.data);
    }
  }

  // What every unit gives over the plane.
  private maps(
    ctx: CanvasRenderingContext2D,
    ink: Ink,
    column: Column,
    values: Float32Array,
    shared: number,
  ): void {
    const own = column.layer === null || column.layer.kind === 'features';
    const limit = (unit: number) => (own ? ownLimit(column, values, unit) : shared);
    const atlas = this.atlas(ink, column, values, column.units, limit);
    column.boxes.forEach((box, tile) => {
      const source = column.sources[tile];
      if (source >= 0) paintMapTile(ctx, box, atlas.raster, atlas.source(source));
    });
  }

  // The weights of every unit that is shown, as the picture it looks for.
  private weights(
    ctx: CanvasRenderingContext2D,
    ink: Ink,
    column: Column,
    weights: Float32Array,
  ): void {
    const limit = usual(weights);
    const atlas = this.atlas(ink, column, weights, column.shown, () => limit);
    column.boxes.forEach((box, tile) => paintMapTile(ctx, box, atlas.raster, atlas.source(tile)));
  }

  // Square pictures of the first `count` units, whose numbers lie side by side: (cells, units).
  private atlas(
    ink: Ink,
    column: Column,
    data: Float32Array,
    count: number,
    limit: (unit: number) => number,
  ): Atlas {
    const side = Math.round(Math.sqrt(data.length / column.units));
    const atlas = new Atlas(this.raster(column.path));
    atlas.resize(count, side, side);
    const picture: Matrix = {
      data,
      rows: side,
      columns: side,
      offset: 0,
      rowStride: side * column.units,
      columnStride: column.units,
    };
    for (let unit = 0; unit < count; unit++) {
      picture.offset = unit;
      atlas.set(unit, picture, diverging[ink.scheme], limit(unit));
    }
    atlas.raster.commit();
    return atlas;
  }

  private picture(ctx: CanvasRenderingContext2D, ink: Ink, column: Column, tensor: Tensor): void {
    const shape = tensor.shape.length > 2 ? tensor.shape : squareOf(tensor);
    const { rows, columns } = pictureSize(shape);
    const { x, y, size } = column.boxes[0];
    const box = { x, y, width: size, height: size };
    const raster = this.raster(column.path);
    paintHeatmap(ctx, raster, matrix(tensor.data, rows, columns), grey[ink.scheme], 1, box);
  }

  private strip(
    ctx: CanvasRenderingContext2D,
    ink: Ink,
    room: number,
    column: Column,
    values: Float32Array | undefined,
  ): void {
    const height = Math.min(room, 300);
    const box = {
      x: column.left + (column.width - stripWidth) / 2,
      y: (room - height) / 2,
      width: stripWidth,
      height,
    };
    if (values) {
      const line = matrix(values, values.length, 1);
      const raster = this.raster(column.path);
      paintHeatmap(ctx, raster, line, diverging[ink.scheme], greatest(values), box);
    }
    roundedRect(ctx, box.x, box.y, box.width, box.height, 4);
    ctx.strokeStyle = ink.muted;
    ctx.lineWidth = 1;
    ctx.stroke();
  }

  private frames(
    ctx: CanvasRenderingContext2D,
    ink: Ink,
    column: Column,
    tensors: Lookup,
    active: number,
  ): void {
    const biases = column.layer && tensors(`parameter:${column.path}/bias`)?.data;
    column.boxes.forEach((box, tile) => {
      const source = column.sources[tile];
      if (source < 0) ghost(ctx, ink, box);
      else {
        paintFrame(ctx, ink, box, tile === active ? 'active' : 'plain');
        if (biases && box.size >= 30)
          paintBias(ctx, ink, box, biases[source], diverging[ink.scheme]);
      }
    });
  }
}

// What every unit gives over a line.
function curves(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  { units, boxes, sources }: Column,
  data: Float32Array,
  limit: number,
): void {
  const curve = { data, offset: 0, stride: units, count: data.length / units };
  boxes.forEach((box, tile) => {
    if (sources[tile] < 0) return;
    curve.offset = sources[tile];
    paintCurveTile(ctx, ink, box, curve, limit, diverging[ink.scheme]);
  });
}

// The one number that every unit gives.
function numbers(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  { boxes, sources }: Column,
  values: Float32Array,
  limit: number,
  text: (value: number) => string,
): void {
  boxes.forEach((box, tile) => {
    if (sources[tile] < 0) return;
    const value = values[sources[tile]];
    paintValueTile(ctx, ink, box, value, limit, diverging[ink.scheme], text(value));
  });
}

// A flat picture without its shape: the engine keeps pictures square.
function squareOf(tensor: Tensor): number[] {
  const side = Math.round(Math.sqrt(tensor.data.length));
  return [side, side];
}

// A switched-off feature: the network does not compute it, so nothing is drawn in it.
function ghost(ctx: CanvasRenderingContext2D, ink: Ink, box: Box): void {
  roundedRect(ctx, box.x + 0.5, box.y + 0.5, box.size - 1, box.size - 1, 7);
  ctx.setLineDash([3, 3]);
  ctx.strokeStyle = ink.muted;
  ctx.globalAlpha = 0.6;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

// Lines that carry no weight of their own: one to one, or from a whole picture to every unit.
function passage(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  height: number,
  before: Column,
  column: Column,
): void {
  ctx.strokeStyle = ink.muted;
  ctx.lineWidth = 1;
  ctx.globalAlpha = 0.35;
  ctx.beginPath();
  const line = ({ x1, y1, x2, y2 }: Edge) => {
    const bend = (x2 - x1) / 2;
    ctx.moveTo(x1, y1);
    ctx.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
  };
  const single = before.boxes.length <= 1 || column.boxes.length === 0;
  const start = exit(before, height);
  if (column.boxes.length === 0)
    line({
      x1: start.x,
      y1: height / 2,
      x2: column.left + (column.width - stripWidth) / 2,
      y2: height / 2,
    });
  else
    column.boxes.forEach((to, i) => {
      // Behind the first sub-column the lines would only hide one another.
      if (to.x !== column.boxes[0].x && single) return;
      const from = before.boxes[i];
      const [x1, y1] =
        single || !from ? [start.x, start.y] : [from.x + from.size, from.y + from.size / 2];
      line({ x1, y1, x2: to.x, y2: to.y + to.size / 2 });
    });
  ctx.stroke();
  ctx.globalAlpha = 1;
}

// Names beside the tiles: on the left of inputs and features, on the right of classes.
function labels(ctx: CanvasRenderingContext2D, ink: Ink, column: Column): void {
  const { names, boxes } = column;
  if (!names || boxes.length === 0 || boxes[0].size < 15) return;
  if (boxes.at(-1)!.x !== boxes[0].x) return; // they would stand on the tiles of the next column
  const right = column.path === 'output';
  ctx.font = font(12, 500);
  ctx.textBaseline = 'middle';
  ctx.textAlign = right ? 'left' : 'right';
  const room = column.room - 8;
  column.boxes.forEach((box, tile) => {
    ctx.fillStyle = column.sources[tile] < 0 ? ink.muted : ink.text;
    const x = right ? box.x + box.size + 8 : box.x - 8;
    const y = box.y + box.size / 2;
    const [name, category] = box.size < 28 ? [names[tile]] : names[tile].split('=');
    if (category === undefined) ctx.fillText(startOf(ctx, symbol(name), room), x, y);
    else {
      ctx.fillText(startOf(ctx, category, room), x, y + 7);
      ctx.fillStyle = ink.muted;
      ctx.fillText(startOf(ctx, name, room), x, y - 8);
    }
  });
}
