/**
 * Keeps something that recurs, and costs time, below a share of all time: after an expense of t
 * milliseconds it is not due again for t · (1 − share) / share. The share may change.
 */
export class Ration {
  #end = -Infinity;
  #expense = 0;

  constructor(public share: number) {}

  due(now: number): boolean {
    return now >= this.#end + (this.#expense * (1 - this.share)) / this.share;
  }

  spent(start: number, end: number): void {
    this.#end = end;
    this.#expense = end - start;
  }
}
