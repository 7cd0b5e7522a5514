import { afterEach, expect, test, vi } from 'vitest';

import { engineSupport } from '../../../web/src/engine/support';

afterEach(() => vi.unstubAllGlobals());

test('a browser with WebAssembly SIMD and workers is ready', () => {
  vi.stubGlobal('Worker', class {});
  expect(engineSupport()).toBe('ready');
});

test('what is missing is named', () => {
  vi.stubGlobal('Worker', undefined);
  expect(engineSupport()).toBe('no-worker');
  vi.stubGlobal('WebAssembly', { validate: () => false });
  expect(engineSupport()).toBe('no-simd');
  vi.stubGlobal('WebAssembly', undefined);
  expect(engineSupport()).toBe('no-webassembly');
});

test('the probe is a valid module only because of its vector', () => {
  let probe = new Uint8Array();
  vi.stubGlobal('Worker', class {});
  vi.stubGlobal('WebAssembly', {
    validate(bytes: Uint8Array) {
      probe = bytes.slice();
      return true;
    },
  });
  engineSupport();
  vi.unstubAllGlobals();
  expect(WebAssembly.validate(probe)).toBe(true);
  probe[probe.indexOf(0x7b)] = 0x7f; // the result an i32 instead of a v128: the body does not fit
  expect(WebAssembly.validate(probe)).toBe(false);
});
