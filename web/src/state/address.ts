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
