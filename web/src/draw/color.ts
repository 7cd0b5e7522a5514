import type { Scheme } from './theme';

// Colour scales are made in OKLCH (Ottosson 2020), whose lightness is perceptual: equal steps of value
// look like equal steps, and orange and blue of the same size look equally strong.

export type Rgb = readonly [number, number, number];

const gamma = (c: number) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);
const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const clampByte = (c: number) => Math.round(255 * Math.min(1, Math.max(0, c)));

// lightness 0..1, chroma 0..0.3, hue in degrees -> sRGB bytes, clipped to the gamut
export function oklch(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    clampByte(gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)),
    clampByte(gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)),
    clampByte(gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)),
  ];
}

export function hexToRgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

// WCAG relative luminance, 0 black .. 1 white
export function luminance([r, g, b]: Rgb): number {
  return 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
}

export const css = ([r, g, b]: Rgb, alpha = 1) =>
  alpha === 1 ? `rgb(${r} ${g} ${b})` : `rgb(${r} ${g} ${b} / ${alpha})`;

// ImageData is RGBA in memory, which a little-endian Uint32 reads as ABGR; WebAssembly itself is
// little-endian and every browser that runs it is.
export const pack = ([r, g, b]: Rgb, alpha = 255) =>
  ((alpha << 24) | (b << 16) | (g << 8) | r) >>> 0;

const levels = 511; // odd, so that zero has a level of its own

/** A colour scale as a table: `packed` for pixels, `css` for strokes and legends. */
export class ColorScale {
  readonly packed = new Uint32Array(levels);
  readonly css: string[] = [];
  readonly low: number;
  readonly high: number;

  // `color` maps low..high to a colour
  constructor(low: number, high: number, color: (t: number) => Rgb) {
    this.low = low;
    this.high = high;
    for (let i = 0; i < levels; i++) {
      const rgb = color(low + ((high - low) * i) / (levels - 1));
      this.packed[i] = pack(rgb);
      this.css.push(css(rgb));
    }
  }

  // Position in the table; values outside are clamped. NaN must be handled by the caller.
  index(value: number): number {
    const i = Math.round(((value - this.low) / (this.high - this.low)) * (levels - 1));
    return i < 0 ? 0 : i >= levels ? levels - 1 : i;
  }

  at(value: number): string {
    return Number.isNaN(value) ? notANumber : this.css[this.index(value)];
  }

  // `steps` colours from low to high, for a CSS gradient
  stops(steps = 9): string[] {
    return Array.from(
      { length: steps },
      (_, i) => this.css[Math.round((i * (levels - 1)) / (steps - 1))],
    );
  }
}

/** A value that is not finite is painted in this colour, which is on no scale. */
export const notANumber = 'rgb(214 41 118)';
export const notANumberPacked = pack([214, 41, 118]);

const orangeHue = 55;
const blueHue = 252;

function divergingColor(scheme: Scheme, t: number): Rgb {
  const size = Math.abs(t);
  const hue = t < 0 ? orangeHue : blueHue;
  const chroma = 0.005 + 0.155 * size ** 0.85;
  return scheme === 'light'
    ? oklch(0.972 - 0.31 * size, chroma, hue)
    : oklch(0.235 + 0.535 * size, chroma, hue);
}

function sequentialColor(scheme: Scheme, share: number): Rgb {
  const t = share ** 0.7; // attention spread over ten keys gives each a tenth, and is to be seen
  const chroma = 0.012 + 0.13 * Math.sin(Math.PI * (0.15 + 0.6 * t));
  const hue = 190 + 85 * t;
  return scheme === 'light'
    ? oklch(0.985 - 0.6 * t, chroma * Math.min(1, 0.25 + 1.6 * t), hue)
    : oklch(0.22 + 0.68 * t, chroma * Math.min(1, 0.25 + 1.6 * t), 275 - 85 * t);
}

/** −1 orange, 0 neutral, +1 blue. */
export const diverging: Record<Scheme, ColorScale> = {
  light: new ColorScale(-1, 1, (t) => divergingColor('light', t)),
  dark: new ColorScale(-1, 1, (t) => divergingColor('dark', t)),
};

/** 0 surface .. 1 full, for probabilities and counts. */
export const sequential: Record<Scheme, ColorScale> = {
  light: new ColorScale(0, 1, (t) => sequentialColor('light', t)),
  dark: new ColorScale(0, 1, (t) => sequentialColor('dark', t)),
};

/** 0 paper .. 1 ink, for pictures. */
export const grey: Record<Scheme, ColorScale> = {
  light: new ColorScale(0, 1, (t) => oklch(0.985 - 0.8 * t, 0.006, 262)),
  dark: new ColorScale(0, 1, (t) => oklch(0.21 + 0.75 * t, 0.006, 262)),
};

// The first two classes are the ends of the diverging scale, so that a two-class surface and its points
// share colours; the rest are spaced in hue and lightness to stay apart for colour-blind eyes.
const classColors: Record<Scheme, Rgb[]> = {
  light: [
    oklch(0.66, 0.165, 55),
    oklch(0.56, 0.15, 252),
    oklch(0.62, 0.12, 165),
    oklch(0.6, 0.19, 350),
    oklch(0.79, 0.155, 92),
    oklch(0.5, 0.17, 300),
    oklch(0.74, 0.1, 215),
    oklch(0.48, 0.14, 28),
    oklch(0.55, 0.1, 125),
    oklch(0.56, 0.02, 262),
  ],
  dark: [
    oklch(0.76, 0.15, 58),
    oklch(0.72, 0.13, 250),
    oklch(0.76, 0.12, 165),
    oklch(0.72, 0.16, 350),
    oklch(0.87, 0.14, 95),
    oklch(0.68, 0.15, 300),
    oklch(0.84, 0.09, 215),
    oklch(0.62, 0.15, 28),
    oklch(0.7, 0.12, 125),
    oklch(0.74, 0.02, 262),
  ],
};

export function classColor(scheme: Scheme, index: number): Rgb {
  const colors = classColors[scheme];
  return colors[index % colors.length];
}
