/** What can keep the screen from going dark; `navigator.wakeLock`, where the browser has it. */
export interface Lamp {
  request(type: 'screen'): Promise<{ release(): Promise<void> }>;
}

/** Keeps the screen awake while something trains; without a lamp, or where it is refused, nothing happens. */
export class Awake {
  #on = false;
  #lit: Promise<{ release(): Promise<void> } | null> = Promise.resolve(null);
  readonly #lamp: Lamp | undefined;

  constructor(lamp: Lamp | undefined) {
    this.#lamp = lamp;
  }

  /**
   * To be told of every change. A page that is hidden loses the screen to others: `on` is to be false
   * then, so that it is asked for again when the page is seen again.
   */
  keep(on: boolean): void {
    if (on === this.#on || !this.#lamp) return;
    this.#on = on;
    // one after the other: a lock may come only when it is no longer wanted
    this.#lit = this.#lit
      .then(async (lock) => {
        await lock?.release();
        return on ? await this.#lamp!.request('screen') : null;
      })
      .catch(() => null); // a low battery, a policy: training goes on in the dark
  }

  /** When all that was asked for has been done. */
  get settled(): Promise<unknown> {
    return this.#lit;
  }
}
