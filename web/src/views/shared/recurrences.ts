import type { LayerInfo, RunInfo } from '../../engine/types';

// What a recurrent block keeps of every step, layer by layer and direction by direction.

export type CellKind = 'rnn' | 'lstm' | 'gru';

/** One of several quantities a cell has at each step, inside the node that holds it. */
export interface Section {
  /** The last part of a message's key: `view.recurrence.<name>`. */
  name: 'state' | 'cell' | 'input' | 'forget' | 'candidate' | 'output' | 'reset' | 'update';
  /** As it is written in formulas. */
  symbol: string;
  node: string;
  /** Numbers of one step in that node, and where this quantity begins among them. */
  width: number;
  offset: number;
  /** Between 0 and 1, where others lie between −1 and 1. */
  gate: boolean;
}

/** One layer in one direction. */
export interface Recurrence {
  layer: LayerInfo;
  /** What its nodes begin with: `lstm_1/layer_1/forwards`. */
  path: string;
  /** Null where the steps are recorded one by one, and only the state has a name. */
  cell: CellKind | null;
  depth: number;
  backwards: boolean;
  steps: number;
  units: number;
  sections: Section[];
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
      const op = nodes.get(`${path}/gates`)?.op ?? '';
      const cell = isCell(op) ? op : null;
      const [steps, , units] = state.shape;
      const section = (
        name: Section['name'],
        symbol: string,
        node: string,
        at = 0,
        of = 1,
      ): Section => ({
        name,
        symbol,
        node: `${path}/${node}`,
        width: of * units,
        offset: at * units,
        gate: node === 'gates' && name !== 'candidate',
      });
      const list = cell ? gates[cell] : [];
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
            section('state', 'h', 'state'),
            ...(cell === 'lstm' ? [section('cell', 'c', 'cell')] : []),
            ...list.map(([name, symbol], i) => section(name, symbol, 'gates', i, list.length)),
          ],
        },
      ];
    }),
  );
}

/** The value of one unit at one step, in the tensor of the section's node: (T, 1, width). */
export const at = (section: Section, data: ArrayLike<number>, step: number, unit: number) =>
  data[step * section.width + section.offset + unit];
