import type { LayerInfo, RunInfo } from '../../engine/types';

// What a recurrent block keeps of every step, layer by layer and direction by direction.

export type CellKind = 'rnn' | 'lstm' | 'gru';

/** Where one quantity of a cell is: numbers of one step in its node, and where it begins among them. */
export interface Place {
  node: string;
  width: number;
  offset: number;
}

/** One of several quantities a cell has at each step. */
export interface Section extends Place {
  /** The last part of a message's key: `view.recurrence.<name>`. */
  name: 'state' | 'cell' | 'input' | 'forget' | 'candidate' | 'output' | 'reset' | 'update';
  /** As it is written in formulas. */
  symbol: string;
  /** Between 0 and 1, where others lie between −1 and 1. */
  gate: boolean;
}

/** One layer in one direction. */
export interface Recurrence {
  layer: LayerInfo;
  /** What its nodes begin with: `lstm_1/layer_1/forwards`. */
  path: string;
  cell: CellKind | null;
  depth: number;
  backwards: boolean;
  steps: number;
  units: number;
  sections: Section[];
  /** What is computed on the way: of an RNN the sum before its function, of a GRU what the state gives
   *  the candidate before the reset gate. */
  inner: Place | null;
}

// The gates as kernels/recurrent.h lays them out, one behind the other.
const gates: Record<CellKind, [Section['name'], string][]> = {
  rnn: [],
  lstm: [
    ['input', 'i'],
    ['forget', 'f'],
    ['candidate', 'g'],
    ['output', 'o'],
  ],
  gru: [
    ['reset', 'r'],
    ['update', 'z'],
    ['candidate', 'n'],
  ],
};

const isCell = (op: string): op is CellKind => Object.hasOwn(gates, op);

/** The recurrences of a network, or of one of its layers, in the order in which they run. */
export function recurrencesOf(info: RunInfo, layer?: LayerInfo): Recurrence[] {
  const nodes = new Map(info.nodes.map((node) => [node.name, node]));
  return (layer ? [layer] : info.layers).flatMap((each) =>
    each.nodes.flatMap((name): Recurrence[] => {
      const match = /^(.*\/layer_(\d+)\/(forwards|backwards))\/state$/.exec(name);
      const state = nodes.get(name);
      if (!match || !state) return [];
      const [, path, depth, direction] = match;
      // A step whose input is made of the one before is recorded by itself, all sections in one node.
      const stepped = nodes.get(`${path}/cells`);
      const op = (stepped ?? nodes.get(`${path}/gates`))?.op ?? '';
      const cell = isCell(op) ? op : null;
      const [steps, , units] = state.shape;
      const list = cell ? gates[cell] : [];
      const count = Math.max(1, list.length);
      // The quantity at place `at` of the cell's sections, which are the state, the gates and one more.
      const place = (node: 'state' | 'gates' | 'cell' | 'reset_input', at: number): Place =>
        stepped
          ? { node: stepped.name, width: (2 + list.length) * units, offset: at * units }
          : node === 'gates'
            ? { node: `${path}/gates`, width: count * units, offset: (at - 1) * units }
            : { node: `${path}/${node}`, width: units, offset: 0 };
      return [
        {
          layer: each,
          path,
          cell,
          depth: Number(depth),
          backwards: direction === 'backwards',
          steps,
          units,
          sections: [
            { name: 'state', symbol: 'h', gate: false, ...place('state', 0) },
            ...(cell === 'lstm'
              ? [{ name: 'cell', symbol: 'c', gate: false, ...place('cell', 5) } as const]
              : []),
            ...list.map(([name, symbol], i) => ({
              name,
              symbol,
              gate: name !== 'candidate',
              ...place('gates', i + 1),
            })),
          ],
          inner:
            cell === 'rnn' ? place('gates', 1) : cell === 'gru' ? place('reset_input', 4) : null,
        },
      ];
    }),
  );
}

/** The value of one unit at one step, in the tensor of the place's node: (T, 1, width). */
export const at = (section: Place, data: ArrayLike<number>, step: number, unit: number) =>
  data[step * section.width + section.offset + unit];
