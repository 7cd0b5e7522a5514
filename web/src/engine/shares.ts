import type { Speed } from './protocol';
import { Ration } from './ration';

// For measuring whole splits, for the forward pass over the grid (and the same for the step looked at),
// for pictures (the forward pass of the example, copying what is watched), and for what whole tensors
// come down to. At a chosen speed there is time for all.
const paced = { evaluation: 0.15, grid: 0.2, picture: 0.15, summary: 0.05 };
const early = { evaluation: 0.15, grid: 0.1, picture: 0.06, summary: 0.03 };
const later = { evaluation: 0.05, grid: 0.02, picture: 0.02, summary: 0.01 };
const earlyTime = 20_000; // ms of training in which much is to be seen

/** What part of the time goes into showing a run, and not into its steps. */
export class Shares {
  readonly evaluation = new Ration(early.evaluation);
  readonly grid = new Ration(early.grid);
  readonly probe = new Ration(early.grid);
  readonly picture = new Ration(early.picture);
  readonly summary = new Ration(early.summary);

  /** `trained`: ms of training so far. */
  settle(speed: Speed, trained: number): void {
    const shares = speed !== 'max' ? paced : trained < earlyTime ? early : later;
    this.evaluation.share = shares.evaluation;
    this.grid.share = shares.grid;
    this.probe.share = shares.grid;
    this.picture.share = shares.picture;
    this.summary.share = shares.summary;
  }
}
