// Packs pictures of 28x28 grey pixels with labels into one file that the page fetches and the engine
// reads. Little-endian:
//
//   offset 0  "LDIG"
//          4  u32  version, 1
//          8  u32  count of pictures
//         12  u16  rows, u16 columns
//         16  u32  CRC-32 (as in zip) of what follows once decoded: the labels, then the pixels
//         20  count labels of a byte each
//             to the end: the pixels, row by row, picture after picture, in an adaptive binary range code
//
// The range coder is LZMA's with probabilities of 15 bits. A pixel is a bit that says whether it is
// ink, in the context of which of six neighbours are, and if so its eight bits from the highest, each in
// the context of the bits above it and of three neighbours' levels. Digits take 1.2 MB instead of 7.8, of
// which gzip makes 1.6. core/tasks/picture_file.cpp holds the decoder.
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';

export const side = 28;
const headerBytes = 20;
const web = fileURLToPath(new URL('../../web/', import.meta.url));

/** Every stretch of the file holds the ten classes in about their overall proportions. */
function interleave(classes) {
  const pictures = classes.flatMap((pixels, label) => {
    const count = pixels.length / (side * side);
    return Array.from({ length: count }, (_, i) => ({
      label,
      place: (i + 0.5) / count,
      pixels: pixels.subarray(i * side * side, (i + 1) * side * side),
    }));
  });
  return pictures.sort((a, b) => a.place - b.place || a.label - b.label);
}

class RangeEncoder {
  bytes = [];
  low = 0; // below 2^33: a carry may stand in bit 32
  range = 0xffffffff;
  cache = 0;
  pending = 1;

  /** probabilities[i]: of a 0, in 2^-15. */
  encode(bit, probabilities, i) {
    const bound = (this.range >>> 15) * probabilities[i];
    if (bit === 0) {
      this.range = bound;
      probabilities[i] += (32768 - probabilities[i]) >> 5;
    } else {
      this.low += bound;
      this.range -= bound;
      probabilities[i] -= probabilities[i] >> 5;
    }
    while (this.range < 2 ** 24) {
      this.range *= 256;
      this.shiftLow();
    }
  }

  shiftLow() {
    if (this.low < 0xff000000 || this.low >= 2 ** 32) {
      const carry = this.low >= 2 ** 32 ? 1 : 0;
      for (let byte = this.cache; this.pending > 0; this.pending--, byte = 0xff) {
        this.bytes.push((byte + carry) & 0xff);
      }
      this.cache = (this.low >>> 24) & 0xff;
    }
    this.pending++;
    this.low = (this.low & 0x00ffffff) * 256;
  }

  finish() {
    for (let i = 0; i < 5; i++) this.shiftLow();
    return Uint8Array.from(this.bytes);
  }
}

function encodePixels(pictures) {
  const encoder = new RangeEncoder();
  const isInk = new Uint16Array(64).fill(16384);
  const value = new Uint16Array(125 * 256).fill(16384);
  const level = (v) => (v === 0 ? 0 : v < 85 ? 1 : v < 170 ? 2 : v < 252 ? 3 : 4);
  for (const { pixels } of pictures) {
    const at = (row, column) =>
      row < 0 || column < 0 || column >= side ? 0 : pixels[row * side + column];
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const west = at(row, column - 1);
        const north = at(row - 1, column);
        const northEast = at(row - 1, column + 1);
        const neighbours = [
          west,
          north,
          at(row - 1, column - 1),
          northEast,
          at(row, column - 2),
          at(row - 2, column),
        ];
        const context = neighbours.reduce((bits, v, i) => bits | ((v > 0 ? 1 : 0) << i), 0);
        const v = at(row, column);
        encoder.encode(v > 0 ? 1 : 0, isInk, context);
        if (v === 0) continue;
        const tree = ((level(west) * 5 + level(north)) * 5 + level(northEast)) * 256;
        let prefix = 1;
        for (let bit = 7; bit >= 0; bit--) {
          encoder.encode((v >> bit) & 1, value, tree + prefix);
          prefix = prefix * 2 + ((v >> bit) & 1);
        }
      }
    }
  }
  return encoder.finish();
}

function pack(pictures) {
  const labels = Uint8Array.from(pictures, (picture) => picture.label);
  const header = Buffer.alloc(headerBytes);
  header.write('LDIG', 0, 'latin1');
  header.writeUInt32LE(1, 4);
  header.writeUInt32LE(pictures.length, 8);
  header.writeUInt16LE(side, 12);
  header.writeUInt16LE(side, 14);
  header.writeUInt32LE(crc32(Buffer.concat([labels, ...pictures.map((p) => p.pixels)])), 16);
  return Buffer.concat([header, labels, encodePixels(pictures)]);
}

/**
 * Writes web/public/data/<name>.bin, or what the command line asks for: [OUTPUT] [--limit N], N the number
 * of pictures. Nothing is done when it is newer than its source. classesIn(folder): for each class its
 * pixels, picture after picture, out of the folder of the npm package of that name.
 */
export function packPackage(packageName, script, name, classesIn) {
  const options = process.argv.slice(2);
  const at = options.indexOf('--limit');
  const limit = at < 0 ? Infinity : Number(options.splice(at, 2)[1]);
  const output = resolve(options[0] ?? join(web, `public/data/${name}.bin`));
  const source = createRequire(join(web, 'package.json')).resolve(`${packageName}/package.json`);
  const newer = (file) => statSync(output).mtimeMs > statSync(file).mtimeMs;
  const made = existsSync(output) && [source, script, import.meta.filename].every(newer);
  if (limit === Infinity && made) return;

  const file = pack(interleave(classesIn(dirname(source))).slice(0, limit));
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(`${output}.part`, file);
  renameSync(`${output}.part`, output);
  console.log(`${output}: ${file.length} bytes`);
}
