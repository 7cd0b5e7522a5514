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

/** What one unit has to do with at one step. */
interface Unit {
  value: (name: Section['name']) => number;
  /** What is computed on the way, see Recurrence. */
  inner: number;
  /** Its state before, and of an LSTM its cell. */
  h: number;
  c: number;
  /** What input and state give a gate before its function. */
  fromInput: (gate: number) => number;
  fromState: (gate: number) => number;
  line: (name: Section['name'], form: string, live: string, computed: number) => Line;
  write: (value: number) => string;
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
  const { cell, sections } = recurrence;
  const u = unitAt(info, recurrence, step, unit, read, write);
  if (!cell || !u) return null;
  if (cell === 'rnn') {
    const relu = optionsAt(info.experiment.model, recurrence.layer)?.activation === 'relu';
    const line = rnnLine(u, relu);
    const carried = line.value === u.h && Math.abs(line.computed - line.value) > 1e-4;
    return { carried, lines: [line] };
  }
  const carried = sections.filter(({ gate }) => gate).every(({ name }) => u.value(name) === 0);
  return { carried, lines: cell === 'lstm' ? lstmLines(u) : gruLines(u) };
}

function unitAt(
  info: RunInfo,
  recurrence: Recurrence,
  step: number,
  unit: number,
  read: Read,
  write: (value: number) => string,
): Unit | null {
  const { path, units, sections, backwards, steps, inner } = recurrence;
  const projected = read(`example:${path}/projected`)?.data;
  if (!projected) return null;
  const first = firstOf(info, recurrence);
  const before = step + (backwards ? 1 : -1);
  const begins = before < 0 || before >= steps;
  const section = (name: Section['name']) => sections.find((each) => each.name === name);
  const valueAt = (place: Place | null | undefined, t: number, k: number) => {
    const data = place && read(`example:${place.node}`)?.data;
    return data ? at(place, data, t, k) : NaN;
  };
  const value = (name: Section['name']) => valueAt(section(name), step, unit);
  const earlier = (what: 'state' | 'cell') =>
    begins ? beginning(first, what, read) : (k: number) => valueAt(section(what), before, k);
  const h = earlier('state');

  const wide = projected.length / steps;
  const weights = read(`parameter:${path}/weight_hh`)?.data;
  const bias = read(`parameter:${path}/bias_hh`)?.data;
  return {
    value,
    inner: valueAt(inner, step, unit),
    h: h(unit),
    c: earlier('cell')(unit),
    fromInput: (gate) => projected[step * wide + gate * units + unit],
    fromState: (gate) => {
      if (!weights) return NaN;
      let sum = bias?.[gate * units + unit] ?? 0;
      for (let k = 0; k < units; k++) sum += h(k) * weights[k * wide + gate * units + unit];
      return sum;
    },
    line: (name, form, live, computed) => ({
      section: section(name)!,
      form,
      live,
      computed,
      value: value(name),
    }),
    write,
  };
}

function rnnLine({ inner, fromInput, line, write }: Unit, relu: boolean): Line {
  const x = fromInput(0);
  const f = relu ? 'relu' : 'tanh';
  const live = `${f}(${write(x)} + ${bracket(write(inner - x))})`;
  return line('state', `${f}(x + U h₋)`, live, relu ? Math.max(0, inner) : Math.tanh(inner));
}

function gateLine(u: Unit, name: Section['name'], index: number, squash: 'σ' | 'tanh'): Line {
  const [x, s] = [u.fromInput(index), u.fromState(index)];
  const live = `${squash}(${u.write(x)} + ${bracket(u.write(s))})`;
  const computed = squash === 'σ' ? sigmoid(x + s) : Math.tanh(x + s);
  return u.line(name, `${squash}(x + U h₋)`, live, computed);
}

function lstmLines(u: Unit): Line[] {
  const { value, c: before, line, write } = u;
  const [i, f, g, o] = [value('input'), value('forget'), value('candidate'), value('output')];
  const c = value('cell');
  return [
    gateLine(u, 'input', 0, 'σ'),
    gateLine(u, 'forget', 1, 'σ'),
    gateLine(u, 'candidate', 2, 'tanh'),
    gateLine(u, 'output', 3, 'σ'),
    line(
      'cell',
      'f c₋ + i g',
      `${write(f)} · ${bracket(write(before))} + ${write(i)} · ${bracket(write(g))}`,
      f * before + i * g,
    ),
    line('state', 'o tanh(c)', `${write(o)} · tanh(${write(c)})`, o * Math.tanh(c)),
  ];
}

function gruLines(u: Unit): Line[] {
  const { value, inner, h, fromInput, line, write } = u;
  const [r, z, n] = [value('reset'), value('update'), value('candidate')];
  const x = fromInput(2);
  return [
    gateLine(u, 'reset', 0, 'σ'),
    gateLine(u, 'update', 1, 'σ'),
    line(
      'candidate',
      'tanh(x + r (U h₋))',
      `tanh(${write(x)} + ${write(r)} · ${bracket(write(inner))})`,
      Math.tanh(x + r * inner),
    ),
    line(
      'state',
      '(1 − z) n + z h₋',
      `${write(1 - z)} · ${bracket(write(n))} + ${write(z)} · ${bracket(write(h))}`,
      (1 - z) * n + z * h,
    ),
  ];
}

const bracket = (text: string) => (text.startsWith('−') ? `(${text})` : text);

/** Whether a number computed here is the engine's, but for the last digits of float32. */
export const agrees = (computed: number, value: number) =>
  Math.abs(computed - value) <= 1e-5 * Math.max(1, Math.abs(value));
