import { beforeEach, expect, test } from 'vitest';

import { EngineClient, EngineError, type Port } from '../../../web/src/engine/client';
import type { Frame, FrameHead, FromWorker, ToWorker } from '../../../web/src/engine/protocol';

class RecordedPort implements Port {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  sent: ToWorker[] = [];
  ended = false;

  postMessage(message: ToWorker): void {
    this.sent.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  say(message: FromWorker): void {
    this.onmessage?.({ data: message } as MessageEvent<FromWorker>);
  }
}

let ports: RecordedPort[];
let client: EngineClient;
beforeEach(() => {
  ports = [];
  client = new EngineClient(() => {
    const port = new RecordedPort();
    ports.push(port);
    return port;
  });
});

const head: FrameHead = {
  order: 0,
  running: false,
  status: { state: 'ready' },
  step: 3,
  present: 3,
  past: false,
  epoch: 0,
  loss: NaN,
  learningRate: 0.1,
  gradientNorm: 0,
  summed: -1,
  stepsPerSecond: 0,
  trainedSeconds: 0,
};

test('the worker starts with the first request, not before', async () => {
  client.watch('view', ['a']);
  client.run('max');
  client.pause();
  expect(ports).toHaveLength(0);
  void client.manifest();
  void client.manifest();
  expect(ports).toHaveLength(1);
});

test('answers find their questions, in whatever order they come', async () => {
  const first = client.fingerprint();
  const second = client.solution();
  const [a, b] = ports[0].sent.map((message) => (message.type === 'request' ? message.id : 0));
  ports[0].say({ type: 'answer', id: b, result: null });
  ports[0].say({ type: 'answer', id: a, result: { fingerprint: 'abc', step: 1 } });
  expect(await second).toBeNull();
  expect(await first).toEqual({ fingerprint: 'abc', step: 1 });
});

test('a refusal is an error with the engine’s sentence', async () => {
  const asked = client.setParameter('w', 9, 0);
  ports[0].say({ type: 'refusal', id: 1, code: 'engine', message: 'There is no w[9].' });
  await expect(asked).rejects.toThrow(new EngineError('There is no w[9].', 'engine'));
});

test('a frame’s tensors lie in its buffer, which goes back when the next one has come', () => {
  const frames: Frame[] = [];
  client.onFrame((frame) => frames.push(frame));
  void client.manifest();
  const buffer = new Float32Array([1, 2, 3, 4]).buffer;
  const slots = [
    { path: 'a', shape: [1], offset: 0, length: 1 },
    { path: 'b', shape: [3], offset: 1, length: 3 },
  ];
  ports[0].say({ type: 'frame', head, slots, buffer });
  expect([...frames[0].tensors.get('b')!.data]).toEqual([2, 3, 4]);
  expect(ports[0].sent.some((message) => message.type === 'recycle')).toBe(false);
  ports[0].say({ type: 'frame', head, slots: [], buffer: new ArrayBuffer(0) });
  expect(ports[0].sent.at(-1)).toEqual({ type: 'recycle', buffer });
});

test('when the worker dies all who wait are told, and the next request starts another with the same watch lists', async () => {
  const crashes: EngineError[] = [];
  client.onCrash((error) => crashes.push(error));
  client.watch('view', ['a']);
  const asked = client.fingerprint();
  ports[0].onerror?.({ message: 'out of memory' } as ErrorEvent);
  await expect(asked).rejects.toMatchObject({ code: 'crash', message: 'out of memory' });
  expect(crashes).toHaveLength(1);
  expect(ports[0].ended).toBe(true);
  void client.manifest();
  expect(ports).toHaveLength(2);
  expect(ports[1].sent[0]).toEqual({ type: 'watch', owner: 'view', paths: ['a'] });
});

test('an engine that cannot be loaded is told as such', async () => {
  const asked = client.manifest();
  ports[0].say({ type: 'refusal', id: 0, code: 'load', message: 'no wasm' });
  await expect(asked).rejects.toMatchObject({ code: 'load' });
});

test('a late message of a worker that was ended is not heard', async () => {
  const frames: Frame[] = [];
  client.onFrame((frame) => frames.push(frame));
  void client.manifest().catch(() => undefined);
  client.close();
  ports[0].say({ type: 'frame', head, slots: [], buffer: new ArrayBuffer(0) });
  expect(frames).toHaveLength(0);
});
