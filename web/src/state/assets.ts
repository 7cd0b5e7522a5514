import { Refusal } from './message';

/** Data files that tasks name, each fetched when it is first needed and then kept. */
export class Assets {
  #loaded = new Map<string, Promise<Uint8Array>>();

  constructor(readonly request: (address: string) => Promise<Response> = (a) => fetch(a)) {}

  /** The bytes of data/<name>.bin beside the page; throws a Refusal when they cannot be had. */
  get(name: string): Promise<Uint8Array> {
    const known = this.#loaded.get(name);
    if (known) return known;
    const loading = this.#fetch(name);
    this.#loaded.set(name, loading);
    loading.catch(() => this.#loaded.delete(name)); // so that it is tried again
    return loading;
  }

  async #fetch(name: string): Promise<Uint8Array> {
    try {
      const response = await this.request(`data/${name}.bin`);
      if (!response.ok) throw new Error(`status ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Refusal('state.asset_failed', { name, reason });
    }
  }
}
