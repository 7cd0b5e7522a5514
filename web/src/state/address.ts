const delay = 250; // ms; browsers refuse addresses that change more often

/** The address bar, as far as this page needs it. */
export interface Address {
  /** What follows "#", "" if nothing does. */
  read(): string;
  /** Replaces it without a step of the browser's history. */
  write(fragment: string): void;
  /** The whole address with another fragment. */
  full(fragment: string): string;
}

export const browserAddress: Address = {
  read: () => location.hash.slice(1),
  write: (fragment) => history.replaceState(history.state, '', `#${fragment}`),
  full: (fragment) => `${location.href.split('#')[0]}#${fragment}`,
};

/** Has an address follow what changes faster than it may. */
export class AddressWriter {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = -Infinity; // performance.now() when it was last to be written

  /** `present` answers null where the address is to stay as it is. */
  constructor(
    readonly address: Address,
    readonly present: () => string | null,
  ) {}

  /** At once where nothing was written just before, so that a reload right after a change finds it. */
  write(): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    const quiet = now - this.#asked > delay;
    this.#asked = now;
    if (quiet) this.#writeNow();
    else this.#timer = setTimeout(() => this.#writeNow(), delay);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #writeNow(): void {
    const fragment = this.present();
    if (fragment !== null) this.address.write(fragment);
  }
}
