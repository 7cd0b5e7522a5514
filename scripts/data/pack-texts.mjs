// Makes of each text in scripts/data/texts the file that the page fetches and the engine reads,
// web/public/data/<name>.bin: a line "Lushan text 1 " with the CRC-32 (as in zip) of all that follows it
// in eight hexadecimal digits, then the text as it is there, with the lines on its source and licence and
// the empty line before it. core/tasks/text_file.cpp reads it.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';

const texts = fileURLToPath(new URL('texts/', import.meta.url));
const data = fileURLToPath(new URL('../../web/public/data/', import.meta.url));

mkdirSync(data, { recursive: true });
for (const file of readdirSync(texts)) {
  const text = readFileSync(join(texts, file));
  const checksum = crc32(text).toString(16).padStart(8, '0');
  const packed = Buffer.concat([Buffer.from(`Lushan text 1 ${checksum}\n`), text]);
  writeFileSync(join(data, `${basename(file, '.txt')}.bin`), packed);
}
