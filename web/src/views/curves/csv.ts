import type { History } from '../../state/history';
import { quantities, readingOf, rolesOf, type Quantity } from './quantities';

export interface Table {
  columns: string[];
  /** NaN where nothing was measured. */
  rows: number[][];
}

/** Everything that was measured of a run, one row a step: train_loss, test_loss, batch_loss, … */
export function tableOf(history: History, chosen: readonly Quantity[] = quantities): Table {
  const columns = chosen.flatMap((quantity) =>
    rolesOf(quantity).map((role) => ({ quantity, role, name: `${role}_${quantity.name}` })),
  );
  const cells = new Map<number, number[]>();
  columns.forEach(({ quantity, role }, c) => {
    const { points, value } = readingOf(history, quantity, role);
    points.forEach(({ step }, i) => {
      let row = cells.get(step);
      if (!row) cells.set(step, (row = new Array<number>(columns.length).fill(NaN)));
      row[c] = value(i);
    });
  });
  const rows = [...cells].sort(([a], [b]) => a - b).map(([step, row]) => [step, ...row]);
  return { columns: ['step', ...columns.map(({ name }) => name)], rows };
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** RFC 4180, numbers to the last digit, nothing where there is none. */
export function csvOf(columns: string[], rows: (string | number)[][]): string {
  const cell = (value: string | number) =>
    typeof value === 'string' ? quoted(value) : Number.isNaN(value) ? '' : String(value);
  return [columns.map(quoted), ...rows.map((row) => row.map(cell))]
    .map((row) => `${row.join(',')}\r\n`)
    .join('');
}
