import type { RunInfo } from '../../engine/types';
import { optionsAt } from '../../state/model';
import { recurrencesOf, type Recurrence } from '../shared/recurrences';

// What the arithmetic of one cell (formula.ts) is made of: known before it is looked at.

/** What the first step begins with: zeros, a trained state, or what an encoder ended with. */
export type First =
  | { kind: 'zeros' }
  | { kind: 'learned'; state: string; cell: string }
  | { kind: 'encoder'; from: Recurrence[] };

// Layers in the order in which they hand their last states on; both directions of one are one.
function layersOf(all: Recurrence[]): Recurrence[][] {
  const groups = new Map<string, Recurrence[]>();
  for (const each of all) {
    const key = `${each.layer.path}/${each.depth}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

export function firstOf(info: RunInfo, recurrence: Recurrence): First {
  const initial = (each: Recurrence) => optionsAt(info.experiment.model, each.layer)?.initial;
  if (initial(recurrence) === 'learned')
    return {
      kind: 'learned',
      state: `${recurrence.path}/initial_state`,
      cell: `${recurrence.path}/initial_cell`,
    };
  if (initial(recurrence) !== 'encoder') return { kind: 'zeros' };
  const all = recurrencesOf(info);
  const takers = layersOf(
    all.filter((each) => each.layer.column === 'decoder' && initial(each) === 'encoder'),
  );
  const place = takers.findIndex((group) => group.some(({ path }) => path === recurrence.path));
  const givers = layersOf(all.filter(({ layer }) => layer.column === 'encoder'));
  return { kind: 'encoder', from: givers[place] ?? [] };
}

const mostWeights = 100_000; // numbers of a recurrent weight that are copied with every frame

/** What the formula of one cell needs besides the sections that are shown. */
export function ingredients(info: RunInfo, recurrence: Recurrence): string[] {
  const { path, cell, units, inner } = recurrence;
  if (!cell) return [];
  const first = firstOf(info, recurrence);
  const gates = { rnn: 1, lstm: 4, gru: 3 }[cell];
  const weights =
    cell !== 'rnn' && gates * units * units <= mostWeights
      ? [`parameter:${path}/weight_hh`, ...(cell === 'gru' ? [`parameter:${path}/bias_hh`] : [])]
      : [];
  const before =
    first.kind === 'learned'
      ? [first.state, first.cell].map((name) => `parameter:${name}`)
      : first.kind === 'encoder'
        ? first.from.flatMap((each) => [`example:${each.path}/state`, `example:${each.path}/cell`])
        : [];
  return [
    `example:${path}/projected`,
    ...(inner ? [`example:${inner.node}`] : []),
    ...weights,
    ...before,
  ];
}
