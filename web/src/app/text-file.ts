// What a text file says. Spreadsheets write CSV in the encoding of their country, and do not tell which.

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'windows-1252';

const marks: [number[], Encoding][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

// Both object to most texts of others. GB 18030 takes GBK and GB 2312 in.
const guesses: Encoding[] = ['utf-8', 'gb18030'];

/** The text of a file, and the encoding it was read in: what its byte-order mark says, or else the first
 *  that has no objections, or else the one that takes every byte. */
export function decode(bytes: Uint8Array): { text: string; encoding: Encoding } {
  const marked = marks.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))?.[1];
  for (const encoding of marked ? [marked, ...guesses] : guesses) {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch {
      continue;
    }
  }
  return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
}
