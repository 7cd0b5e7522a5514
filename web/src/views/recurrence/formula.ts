import type { RunInfo, Tensor } from '../../engine/types';
import { optionsAt } from '../../state/model';
import { at, type Place, type Recurrence, type Section } from '../shared/recurrences';
import { firstOf, type First } from './ingredients';

// The arithmetic of one unit at one step, made of the engine's own tensors and held to what it found.

/** One line: `symbol` = `form` = `live` = `computed`, which should be the engine's `value`. */
export interface Line {
  section: Section;
  form: string;
  /** The same with numbers, each as `write` writes it. */
  live: string;
  computed: number;
  value: number;
}

type Read = (path: string) => Tensor | undefined;

// The state or the cell before the first step.
function beginning(first: First, what: 'state' | 'cell', read: Read): (unit: number) => number {
  if (first.kind === 'learned') {
    const data = read(`parameter:${first[what]}`)?.data;
    return (unit) => data?.[unit] ?? NaN;
  }
  if (first.kind === 'encoder') {
    // the last states of both directions, one beside the other
    const last = first.from.flatMap(({ path, units, steps, backwards }) => {
      const data = read(`example:${path}/${what}`)?.data;
      const end = backwards ? 0 : steps - 1;
      return data ? Array.from(data.subarray(end * units, (end + 1) * units)) : [];
    });
    return (unit) => last[unit] ?? (what === 'cell' ? 0 : NaN);
  }
  return () => 0;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

export interface Cell {
  /** The sequence has ended: the state is only carried on. */
  carried: boolean;
  lines: Line[];
}

/** How the cell of `unit` at `step` came about; null while something it needs is not there. */
export function explain(
  info: RunInfo,
  recurrence: Recurrence,
  step: number,
  unit: number,
  read: Read,
  write: (value: number) => string,
): Cell | null {
  const { path, cell, units, sections, backwards, steps, inner } = recurrence;
  const projected = read(`example:${path}/projected`)?.data;
  if (!cell || !projected) return null;
  const first = firstOf(info, recurrence);
  const before = step + (backwards ? 1 : -1);
  const begins = before < 0 || before >= steps;
  const section = (name: Section['name']) => sections.find((each) => each.name === name)!;
  const valueAt = (place: Place | null, t = step, u = unit) => {
    const data = place && read(`example:${place.node}`)?.data;
    return data ? at(place, data, t, u) : NaN;
  };
  const valueOf = (name: Section['name'], t = step, u = unit) => valueAt(section(name), t, u);
  const earlier = (what: 'state' | 'cell') =>
    begins ? beginning(first, what, read) : (u: number) => valueOf(what, before, u);
  const h = earlier('state');
  const state = valueOf('state');

  const wide = projected.length / steps;
  const fromInput = (gate: number) => projected[step * wide + gate * units + unit];
  const carried =
    cell !== 'rnn'
      ? sections.filter(({ gate }) => gate).every((s) => valueOf(s.name) === 0)
      : false;
  const weights = read(`parameter:${path}/weight_hh`)?.data;
  const bias = read(`parameter:${path}/bias_hh`)?.data;
  const fromState = (gate: number) => {
    if (!weights) return NaN;
    let sum = bias?.[gate * units + unit] ?? 0;
    for (let k = 0; k < units; k++) sum += h(k) * weights[k * wide + gate * units + unit];
    return sum;
  };
  const line = (name: Section['name'], form: string, live: string, computed: number): Line => ({
    section: section(name),
    form,
    live,
    computed,
    value: valueOf(name),
  });

  if (cell === 'rnn') {
    const input = valueAt(inner);
    const x = fromInput(0);
    const relu = optionsAt(info.experiment.model, recurrence.layer)?.activation === 'relu';
    const [f, computed] = relu ? ['max(0, ·)', Math.max(0, input)] : ['tanh', Math.tanh(input)];
    const name = relu ? 'relu' : f;
    return {
      carried: state === h(unit) && Math.abs(computed - state) > 1e-4,
      lines: [
        line(
          'state',
          `${name}(x + U h₋)`,
          `${name}(${write(x)} + ${bracket(write(input - x))})`,
          computed,
        ),
      ],
    };
  }
  const gate = (name: Section['name'], index: number, squash: 'σ' | 'tanh'): Line => {
    const [x, s] = [fromInput(index), fromState(index)];
    const computed = squash === 'σ' ? sigmoid(x + s) : Math.tanh(x + s);
    return line(
      name,
      `${squash}(x + U h₋)`,
      `${squash}(${write(x)} + ${bracket(write(s))})`,
      weights ? computed : NaN,
    );
  };
  if (cell === 'lstm') {
    const [i, f, g, o] = (['input', 'forget', 'candidate', 'output'] as const).map((n) =>
      valueOf(n),
    );
    const [c, c0] = [valueOf('cell'), earlier('cell')(unit)];
    return {
      carried,
      lines: [
        gate('input', 0, 'σ'),
        gate('forget', 1, 'σ'),
        gate('candidate', 2, 'tanh'),
        gate('output', 3, 'σ'),
        line(
          'cell',
          'f c₋ + i g',
          `${write(f)} · ${bracket(write(c0))} + ${write(i)} · ${bracket(write(g))}`,
          f * c0 + i * g,
        ),
        line('state', 'o tanh(c)', `${write(o)} · tanh(${write(c)})`, o * Math.tanh(c)),
      ],
    };
  }
  const [r, z, n] = (['reset', 'update', 'candidate'] as const).map((name) => valueOf(name));
  const q = valueAt(inner);
  const x = fromInput(2);
  return {
    carried,
    lines: [
      gate('reset', 0, 'σ'),
      gate('update', 1, 'σ'),
      line(
        'candidate',
        'tanh(x + r (U h₋))',
        `tanh(${write(x)} + ${write(r)} · ${bracket(write(q))})`,
        Math.tanh(x + r * q),
      ),
      line(
        'state',
        '(1 − z) n + z h₋',
        `${write(1 - z)} · ${bracket(write(n))} + ${write(z)} · ${bracket(write(h(unit)))}`,
        (1 - z) * n + z * h(unit),
      ),
    ],
  };
}

const bracket = (text: string) => (text.startsWith('−') ? `(${text})` : text);

/** Whether a number computed here is the engine's, but for the last digits of float32. */
export const agrees = (computed: number, value: number) =>
  Math.abs(computed - value) <= 1e-5 * Math.max(1, Math.abs(value));
