import { EngineClient, type Port } from '../../../../web/src/engine/client';
import type { EngineModule } from '../../../../web/src/engine/module';
import type { FromWorker, ToWorker } from '../../../../web/src/engine/protocol';
import { Runner } from '../../../../web/src/engine/runner';
import type { Address } from '../../../../web/src/state/address';
import type { Left, LeftStore } from '../../../../web/src/state/left';
import type { Save, Storage } from '../../../../web/src/state/storage';

/** A worker in the same thread: messages are copied and arrive in order, later. */
export class LocalPort implements Port {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  #ended = false;
  #runner: Runner;

  constructor(engine: EngineModule) {
    this.#runner = new Runner(engine, {
      now: () => performance.now(),
      post: (message, transfer) => this.#deliver(structuredClone(message, { transfer })),
      defer: (task) => void setImmediate(() => this.#ended || task()),
      delay: (task, milliseconds) => void setTimeout(() => this.#ended || task(), milliseconds),
    });
  }

  postMessage(message: ToWorker, transfer: Transferable[]): void {
    const copy = structuredClone(message, { transfer });
    setImmediate(() => this.#ended || this.#runner.receive(copy));
  }

  terminate(): void {
    this.#ended = true;
  }

  /** Dies as a worker does, without an answer. */
  crash(message: string): void {
    this.onerror?.({ message } as ErrorEvent);
  }

  #deliver(message: FromWorker): void {
    setImmediate(
      () => this.#ended || this.onmessage?.({ data: message } as MessageEvent<FromWorker>),
    );
  }
}

/** A client whose workers are local; `ports` holds them, newest last. */
export function localClient(engine: EngineModule): { client: EngineClient; ports: LocalPort[] } {
  const ports: LocalPort[] = [];
  const client = new EngineClient(() => {
    const port = new LocalPort(engine);
    ports.push(port);
    return port;
  });
  return { client, ports };
}

export class MemoryStorage implements Storage {
  save: Save | null = null;
  refusal: Error | null = null;

  load(): Promise<Save | null> {
    return Promise.resolve(structuredClone(this.save));
  }
  store(save: Save): Promise<void> {
    if (this.refusal) return Promise.reject(this.refusal);
    this.save = structuredClone(save);
    return Promise.resolve();
  }
}

export class MemoryLeft implements LeftStore {
  left: Left | null = null;

  load(fragment: string): Left | null {
    return this.left?.fragment === fragment ? this.left : null;
  }
  store(left: Left | null): void {
    this.left = structuredClone(left);
  }
}

export class MemoryAddress implements Address {
  constructor(public fragment = '') {}

  read(): string {
    return this.fragment;
  }
  write(fragment: string): void {
    this.fragment = fragment;
  }
  full(fragment: string): string {
    return `https://example.org/app/#${fragment}`;
  }
}

/** Waits until something holds; a test that waits for what never comes runs into its time limit. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
