/** Steps a second, over the last half second or so. */
export class StepRate {
  #since = 0;
  #steps = 0;
  #value = 0;

  start(now: number): void {
    this.#since = now;
    this.#steps = 0;
    this.#value = 0;
  }

  add(steps: number): void {
    this.#steps += steps;
  }

  at(now: number): number {
    const elapsed = now - this.#since;
    if (elapsed >= 500 || (this.#value === 0 && elapsed >= 50)) {
      this.#value = (this.#steps / elapsed) * 1000;
      this.#since = now;
      this.#steps = 0;
    }
    return this.#value;
  }
}
