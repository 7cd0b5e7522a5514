/**
 * Keeps something that recurs, and costs time, below a share of all time: after an expense of t
 * milliseconds it is not due again for t · (1 − share) / share.
 */
export class Ration {
  #next = -Infinity;

  constructor(readonly share: number) {}

  due(now: number): boolean {
    return now >= this.#next;
  }

  spent(start: number, end: number): void {
    this.#next = end + ((end - start) * (1 - this.share)) / this.share;
  }
}
