// A module whose one function makes a 128-bit vector: valid only where WebAssembly SIMD is.
const simdModule = new Uint8Array([
  0x00,
  0x61,
  0x73,
  0x6d,
  0x01,
  0x00,
  0x00,
  0x00, // magic, version 1
  0x01,
  0x05,
  0x01,
  0x60,
  0x00,
  0x01,
  0x7b, // type: () -> v128
  0x03,
  0x02,
  0x01,
  0x00, // one function of that type
  0x0a,
  0x08,
  0x01,
  0x06,
  0x00,
  0x41,
  0x00,
  0xfd,
  0x0f,
  0x0b, // i32.const 0, i8x16.splat
]);

export type Support = 'ready' | 'no-webassembly' | 'no-simd' | 'no-worker';

/** Whether this browser can run the engine, and if not, what it lacks. */
export function engineSupport(): Support {
  if (typeof WebAssembly !== 'object') return 'no-webassembly';
  if (!WebAssembly.validate(simdModule)) return 'no-simd';
  if (typeof Worker !== 'function') return 'no-worker';
  return 'ready';
}
