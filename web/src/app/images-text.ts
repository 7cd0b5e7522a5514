// The text that task.images holds: a line with the size of all pictures, then one a line, its class, a
// tab and its bytes in base64.

export interface Format {
  width: number;
  height: number;
  /** 1: grey; 3: red, green, blue. */
  channels: number;
}
export interface LabelledImage {
  name: string;
  /** Row by row, pixel by pixel. */
  pixels: Uint8Array;
}
export interface ImageSet {
  format: Format;
  images: LabelledImage[];
}

// A picture has at most 3 · 32 · 32 bytes, few enough to be handed over as arguments.
const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

function fromBase64(text: string): Uint8Array {
  const bytes = atob(text);
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i < out.length; i++) out[i] = bytes.charCodeAt(i);
  return out;
}

export function writeImages({ format, images }: ImageSet): string {
  const lines = images.map(({ name, pixels }) => `${name}\t${toBase64(pixels)}`);
  return [`${format.width}x${format.height}x${format.channels}`, ...lines].join('\n');
}

/** What writeImages wrote; null for a text that is not such (the engine says what is wrong with it). */
export function readImages(text: string): ImageSet | null {
  const [head, ...lines] = text.split('\n');
  const size = /^(\d{1,2})x(\d{1,2})x([13])$/.exec(head);
  if (!size) return null;
  const [width, height, channels] = size.slice(1).map(Number);
  try {
    const images = lines.filter(Boolean).map((line): LabelledImage => {
      const tab = line.indexOf('\t');
      return { name: line.slice(0, tab), pixels: fromBase64(line.slice(tab + 1)) };
    });
    const whole = ({ pixels }: LabelledImage) => pixels.length === width * height * channels;
    return images.every(whole) ? { format: { width, height, channels }, images } : null;
  } catch {
    return null;
  }
}

/** The class of a file: the folder it is in, or what its name begins with: cat_01.png is a cat. */
export function classOf(path: string): string {
  const parts = path.split('/').filter(Boolean);
  if (parts.length > 1) return tidy(parts[parts.length - 2]);
  const stem = (parts[0] ?? '').replace(/\.[^.]*$/, '');
  const [prefix] = stem.split(/[\s_.-]+(?=\d)/);
  return tidy(prefix.replace(/\d+$/, '') || prefix);
}

/** A class name that a line can hold. */
export function tidy(name: string): string {
  // Marks of direction are not seen: with them a name would be another one that looks the same. A file
  // system may write é as e and an accent.
  const plain = name
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/\p{Cc}+/gu, ' ')
    .normalize()
    .trim();
  return [...plain].slice(0, 40).join('').trim();
}

const least = 4; // pixels a side of what is a picture of a strip, and no longer a line

/** Squares that a strip of pictures is cut into: [left, top, side] of each; a picture is one. */
export function cuts(width: number, height: number): [number, number, number][] {
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  const across = width >= height;
  if (short >= least && long > short && long % short === 0) {
    const place = (i: number): [number, number, number] =>
      across ? [i * short, 0, short] : [0, i * short, short];
    return Array.from({ length: long / short }, (_, i) => place(i));
  }
  // the square in the middle
  const margin = (long - short) / 2;
  return [across ? [margin, 0, short] : [0, margin, short]];
}
