import { cuts, type Format, type LabelledImage } from './images-text';

// From files and drawings to the small pictures that are learnt.

const mostBytes = 20_000_000; // of one file
const mostPixels = 50_000_000; // more than most cameras have; scaling as many takes half a second
const pixelsAtOnce = 2_000_000; // scaled before the page may answer again: some hundredths of a second

function context(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const ctx = canvas.getContext('2d', { willReadFrequently: true });
  if (!ctx) throw new Error('This browser gives no canvas.');
  ctx.imageSmoothingQuality = 'high';
  return ctx;
}

// Colours on white, where the picture is transparent; grey by the weights of Rec. 601.
function bytesOf({ data }: ImageData, channels: number): Uint8Array {
  const out = new Uint8Array((data.length / 4) * channels);
  for (let i = 0; i < data.length / 4; i++) {
    const k = 4 * i;
    if (channels === 3) for (let c = 0; c < 3; c++) out[3 * i + c] = data[k + c];
    else out[i] = Math.round(0.299 * data[k] + 0.587 * data[k + 1] + 0.114 * data[k + 2]);
  }
  return out;
}

/** Lets the page answer between the bands of a large picture, and between the pictures of a long strip. */
const breath = () => new Promise((go) => setTimeout(go));

// Halved until one step more would be too small, since a browser that scales by much leaves pixels out.
async function scaled(
  source: CanvasImageSource,
  [left, top, side]: [number, number, number],
  { width, height }: Format,
): Promise<ImageData> {
  let size = side;
  let from: CanvasImageSource = source;
  let [x, y] = [left, top];
  while (size >= 2 * Math.max(width, height) && size > 1) {
    const half = Math.max(1, Math.floor(size / 2));
    const ctx = context(half, half);
    ctx.fillStyle = '#fff';
    ctx.fillRect(0, 0, half, half);
    const step = size / half;
    const rows = Math.ceil(pixelsAtOnce / (size * step));
    for (let row = 0; row < half; row += rows) {
      const n = Math.min(rows, half - row);
      ctx.drawImage(from, x, y + row * step, size, n * step, 0, row, half, n);
      if (rows >= half) break;
      ctx.getImageData(0, row, 1, 1); // drawn now, not all bands at the end
      await breath();
    }
    [from, size, x, y] = [ctx.canvas, half, 0, 0];
  }
  const ctx = context(width, height);
  ctx.fillStyle = '#fff';
  ctx.fillRect(0, 0, width, height);
  ctx.drawImage(from, x, y, size, size, 0, 0, width, height);
  return ctx.getImageData(0, 0, width, height);
}

/** The pictures in a file, scaled down; none when it is no picture that this browser reads, or too large. */
export async function picturesIn(
  file: File,
  name: string,
  format: Format,
): Promise<LabelledImage[]> {
  if (file.size > mostBytes) return [];
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return [];
  }
  try {
    if (bitmap.width * bitmap.height > mostPixels) return [];
    const pictures: LabelledImage[] = [];
    for (const square of cuts(bitmap.width, bitmap.height)) {
      pictures.push({
        name,
        pixels: bytesOf(await scaled(bitmap, square, format), format.channels),
      });
      if (pictures.length % 100 === 0) await breath();
    }
    return pictures;
  } finally {
    bitmap.close();
  }
}

/** A digit prepared by the engine (28 by 28, 0 paper to 1 ink) in the format of the others. */
export async function pictureOfDigit(values: Float32Array, format: Format): Promise<Uint8Array> {
  const side = Math.round(Math.sqrt(values.length));
  const ctx = context(side, side);
  const image = ctx.createImageData(side, side);
  values.forEach((v, i) => {
    const byte = Math.round(255 * v);
    image.data.set([byte, byte, byte, 255], 4 * i);
  });
  ctx.putImageData(image, 0, 0);
  return bytesOf(await scaled(ctx.canvas, [0, 0, side], format), format.channels);
}

/** Pictures side by side, for the page to show. */
export function paintImages(
  canvas: HTMLCanvasElement,
  images: LabelledImage[],
  { width, height, channels }: Format,
): void {
  canvas.width = width * Math.max(1, images.length);
  canvas.height = height;
  const ctx = canvas.getContext('2d');
  if (!ctx) return;
  images.forEach(({ pixels }, k) => {
    const image = ctx.createImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      const [r, g, b] = channels === 3 ? pixels.subarray(3 * i) : new Array(3).fill(pixels[i]);
      image.data.set([r, g, b, 255], 4 * i);
    }
    ctx.putImageData(image, k * width, 0);
  });
}
