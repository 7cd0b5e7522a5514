/** The metadata and the float32 tensors, name -> { shape, data }, of a safetensors file. */
export function readSafetensors(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  const { __metadata__: metadata, ...entries } = header;
  const tensors = {};
  for (const [name, { shape, data_offsets: [begin, end] }] of Object.entries(entries)) {
    tensors[name] = { shape, data: new Float32Array(buffer.slice(8 + length + begin, 8 + length + end)) };
  }
  return { metadata, tensors };
}
