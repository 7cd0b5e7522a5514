/**
 * Does what is asked for faster than it may be done: at once after a quiet time, so that a reload right
 * after a change finds it done, else as soon as nobody has asked for `pause` ms.
 */
export class Paced {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = -Infinity; // performance.now() when it was asked for last

  constructor(
    readonly act: () => void,
    readonly pause: number,
  ) {}

  ask(): void {
    this.close();
    const now = performance.now();
    const quiet = now - this.#asked > this.pause;
    this.#asked = now;
    if (quiet) this.act();
    else this.#timer = setTimeout(() => this.hurry(), this.pause);
  }

  /** Does at once what was asked for and is not done yet. */
  hurry(): void {
    if (this.#timer === undefined) return;
    this.close();
    this.act();
  }

  /** What was asked for and is not done yet stays undone. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
