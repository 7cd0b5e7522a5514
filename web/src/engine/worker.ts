import type { EngineModule } from './module';
import type { FromWorker, ToWorker } from './protocol';
import { Runner } from './runner';
import createEngine from './wasm/engine.mjs';

const page = self as unknown as {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};

// A message to oneself comes after those that wait, and at once, where a timer takes 4 ms.
const channel = new MessageChannel();
const deferred: (() => void)[] = [];
channel.port1.onmessage = () => deferred.shift()?.();

const runner = (createEngine() as Promise<unknown>).then(
  (engine) =>
    new Runner(engine as EngineModule, {
      now: () => performance.now(),
      post: (message, transfer) => page.postMessage(message, transfer),
      defer(task) {
        deferred.push(task);
        channel.port2.postMessage(null);
      },
      delay: (task, milliseconds) => void setTimeout(task, milliseconds),
    }),
);

runner.then(
  (ready) => {
    for (const message of early) ready.receive(message);
    page.onmessage = (event) => ready.receive(event.data);
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    page.postMessage({ type: 'refusal', id: 0, code: 'load', message }, []);
  },
);

const early: ToWorker[] = []; // what arrives while the engine loads
page.onmessage = (event) => early.push(event.data);
