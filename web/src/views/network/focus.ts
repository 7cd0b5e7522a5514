// What the pointer or the keyboard is on, inside the network.
export type Focus =
  | { kind: 'unit'; column: number; tile: number }
  /** The weight from unit `from` of the column before `column` to its unit `to`. */
  | { kind: 'edge'; column: number; from: number; to: number };
