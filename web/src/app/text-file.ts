// What a text file says. Spreadsheets write CSV in the encoding of their country, and do not tell which.

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'windows-1252';

const marks: [number[], Encoding][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;

/** Whether what lies above ASCII is mostly GB 2312's punctuation and common characters, or four bytes to a
 *  character. In Latin texts GB 18030 reads pairs, too ("ün", "öß"), but rare ones. */
function looksChinese(bytes: Uint8Array): boolean {
  let usual = 0;
  let all = 0;
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i];
    if (lead < 0x80) continue;
    const four = isDigit(bytes[i + 1]) && bytes[i + 2] >= 0x81 && isDigit(bytes[i + 3]);
    const common = (lead >= 0xa1 && lead <= 0xa3) || (lead >= 0xb0 && lead <= 0xd7);
    if (four || (common && bytes[i + 1] >= 0xa1)) usual++;
    all++;
    i += four ? 3 : 1;
  }
  return 2 * usual > all;
}

/** What a file says, or null where it is none, as a folder, or is gone. */
export async function textOf(file: File): Promise<ReturnType<typeof decode> | null> {
  try {
    return decode(new Uint8Array(await file.arrayBuffer()));
  } catch {
    return null;
  }
}

/** The text of these bytes, and the encoding it was read in: what its byte-order mark says, or else the first
 *  that has no objections, or else the one that takes every byte. GB 18030 takes GBK and GB 2312 in. */
export function decode(bytes: Uint8Array): { text: string; encoding: Encoding } {
  const marked = marks.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))?.[1];
  const guesses: Encoding[] = looksChinese(bytes) ? ['utf-8', 'gb18030'] : ['utf-8'];
  for (const encoding of marked ? [marked, ...guesses] : guesses) {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch {
      continue;
    }
  }
  return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
}
