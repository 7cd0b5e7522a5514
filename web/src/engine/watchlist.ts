import { guarded, type EngineModule, type Session } from './module';
import type { Slot } from './protocol';

interface Watched {
  path: string;
  handle: number;
  shape: number[];
  length: number;
}

/** What every owner wants to see of the session, resolved to the engine's handles. */
export class Watchlist {
  #owners = new Map<string, string[]>();
  #handles = new Map<string, Watched | null>(); // of this session; null: it has no such thing
  #list: Watched[] = [];

  constructor(readonly engine: EngineModule) {}

  set(owner: string, paths: string[], session: Session | null): void {
    if (paths.length > 0) this.#owners.set(owner, paths);
    else this.#owners.delete(owner);
    this.#resolve(session);
  }

  /** Looks everything up anew in another session. */
  attach(session: Session | null): void {
    this.#handles.clear();
    this.#resolve(session);
  }

  watches(probe: string): boolean {
    return this.#list.some(({ path }) => path.startsWith(`${probe}:`));
  }

  /**
   * Where each tensor will lie in a buffer, one after the other, and how many floats there are. What
   * comes of measuring the held-out examples is left out until they have been.
   */
  layout(session: Session, measured: boolean): { slots: Slot[]; floats: number } {
    let floats = 0;
    const list = this.#list.filter(({ path }) => measured || !path.startsWith('test:'));
    const slots = list.map((watched) => {
      const length = session.view(watched.handle).length;
      if (length !== watched.length) {
        watched.length = length;
        watched.shape = session.shape(watched.handle);
      }
      const slot = { path: watched.path, shape: watched.shape, offset: floats, length };
      floats += length;
      return slot;
    });
    return { slots, floats };
  }

  copy(session: Session, slots: Slot[], buffer: ArrayBuffer): void {
    for (const { path, offset, length } of slots) {
      const target = new Float32Array(buffer, offset * 4, length);
      target.set(session.view(this.handle(session, path)));
    }
  }

  /** The handle of a path; throws the engine's sentence when there is no such thing. */
  handle(session: Session, path: string): number {
    const known = this.#handles.get(path);
    if (known) return known.handle;
    const handle = guarded(this.engine, () => session.find(path));
    this.#handles.set(path, { path, handle, shape: [], length: -1 });
    return handle;
  }

  #resolve(session: Session | null): void {
    this.#list = [];
    if (!session) return;
    for (const path of new Set([...this.#owners.values()].flat())) {
      if (!this.#handles.has(path)) {
        try {
          this.handle(session, path);
        } catch (error) {
          if (error instanceof WebAssembly.RuntimeError) throw error;
          this.#handles.set(path, null);
        }
      }
      const watched = this.#handles.get(path);
      if (watched) this.#list.push(watched);
    }
  }
}
