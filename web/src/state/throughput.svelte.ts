// How fast this machine trains, learned from the runs it has seen: operations a second for each order
// of magnitude of a step's size, since small steps are mostly overhead.

const key = 'lushan.throughput';
const half = 0.5; // weight of the newest measurement

type Rates = Record<string, number>;

function stored(): Rates {
  try {
    const rates: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof rates === 'object' && rates !== null ? (rates as Rates) : {};
  } catch {
    return {};
  }
}

const decade = (operations: number) => Math.max(0, Math.round(Math.log10(Math.max(1, operations))));

export class Throughput {
  #rates = $state.raw<Rates>({});

  constructor(rates: Rates = typeof localStorage === 'undefined' ? {} : stored()) {
    this.#rates = rates;
  }

  /** A run of steps of so many operations went at this pace. */
  note(operations: number, stepsPerSecond: number): void {
    if (!(operations > 0) || !(stepsPerSecond > 0)) return;
    const name = String(decade(operations));
    const before = this.#rates[name];
    const measured = operations * stepsPerSecond;
    const value = before > 0 ? before + half * (measured - before) : measured;
    this.#rates = { ...this.#rates, [name]: value };
    try {
      localStorage.setItem(key, JSON.stringify(this.#rates));
    } catch {
      // an estimate is not worth a word when nothing can be stored
    }
  }

  /** Seconds that a step of so many operations takes; null before anything was measured. */
  seconds(operations: number): number | null {
    const wanted = decade(operations);
    const known = Object.keys(this.#rates)
      .filter((name) => this.#rates[name] > 0)
      .sort((a, b) => Math.abs(Number(a) - wanted) - Math.abs(Number(b) - wanted));
    return known.length > 0 ? operations / this.#rates[known[0]] : null;
  }
}

export const throughput = new Throughput();
