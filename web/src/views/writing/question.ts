import { beginning, end } from '../shared/families';

const few = 8; // tokens to begin a text with

/** What an example's input asks: what stands before the answer begins. A text that only goes on has no
 *  question: there it is a beginning, with room for the rest. */
export function questionOf(row: number[], next: boolean): number[] {
  const answer = row.indexOf(beginning);
  const read = answer > 0 ? row.slice(0, answer) : row;
  const symbols = read.filter((token) => token > end);
  return next && answer <= 0 ? symbols.slice(0, few) : symbols;
}
