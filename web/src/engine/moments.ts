/**
 * A step of the run that can be shown again: the engine's snapshot of the step before it, from
 * which that one step is trained once more, so that its batch, values and gradients are there too.
 */
export interface Moment {
  step: number;
  snapshot: Uint8Array;
  /** Steps from the snapshot to the moment: 1, or 0 where the run begins. */
  ahead: 0 | 1;
}

/**
 * The moments of one run in bounded memory. They stay dense near the beginning, where most is
 * learnt, and near the end, where one wants to go back to; between them they are thinned out.
 */
export class Moments {
  #list: Moment[] = [];
  #bytes = 0;

  constructor(
    readonly most = 64,
    readonly mostBytes = 64e6,
  ) {}

  /** In ascending order. */
  get steps(): number[] {
    return this.#list.map(({ step }) => step);
  }
  get bytes(): number {
    return this.#bytes;
  }
  /** The newest; -1 when there is none. */
  get last(): number {
    return this.#list.at(-1)?.step ?? -1;
  }

  find(step: number): Moment | undefined {
    return this.#list.find((moment) => moment.step === step);
  }

  /** A later moment than all before. */
  add(moment: Moment): void {
    this.#list.push(moment);
    this.#bytes += moment.snapshot.byteLength;
    while (
      this.#list.length > 1 &&
      (this.#list.length > this.most || this.#bytes > this.mostBytes)
    ) {
      this.#remove(this.#least());
    }
  }

  /** Takes what came after a step away, and returns it. */
  cut(step: number): Moment[] {
    const later = this.#list.filter((moment) => moment.step > step);
    while (this.last > step) this.#remove(this.#list.length - 1);
    return later;
  }

  clear(): void {
    this.#list = [];
    this.#bytes = 0;
  }

  #remove(index: number): void {
    const [gone] = this.#list.splice(index, 1);
    this.#bytes -= gone.snapshot.byteLength;
  }

  // The one whose absence leaves the smallest gap, measured by how far it is from either end. The
  // ends go only when there is nothing between them: first the beginning.
  #least(): number {
    const list = this.#list;
    const [first, last] = [list[0].step, list[list.length - 1].step];
    let least = 0;
    let smallest = Infinity;
    for (let i = 1; i + 1 < list.length; i++) {
      const gap = list[i + 1].step - list[i - 1].step;
      const distance = 1 + Math.min(list[i].step - first, last - list[i].step);
      if (gap / distance < smallest) {
        smallest = gap / distance;
        least = i;
      }
    }
    return least;
  }
}
