// Axes: a mapping from values to pixels, and the values worth a tick.

export interface Scale {
  min: number;
  max: number;
  log: boolean;
  /** Pixel positions of min and max. */
  from: number;
  to: number;
}

export function toPixel(scale: Scale, value: number): number {
  const { min, max, from, to } = scale;
  const t = scale.log
    ? (Math.log(value) - Math.log(min)) / (Math.log(max) - Math.log(min))
    : (value - min) / (max - min);
  return from + t * (to - from);
}

export function toValue(scale: Scale, pixel: number): number {
  const t = (pixel - scale.from) / (scale.to - scale.from);
  return scale.log
    ? Math.exp(Math.log(scale.min) + t * (Math.log(scale.max) - Math.log(scale.min)))
    : scale.min + t * (scale.max - scale.min);
}

// The step of 1, 2 or 5 times a power of ten that cuts `span` into about `count` parts.
export function tidyStep(span: number, count: number): number {
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const ratio = rough / power;
  return power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10);
}

/** Tick values inside [min, max]: multiples of a tidy step, or on a log axis powers of ten (with 2 and 5
 *  where the axis spans less than three decades). */
export function ticks(min: number, max: number, count: number, log = false): number[] {
  if (!(max > min)) return [];
  if (log) {
    const first = Math.floor(Math.log10(min));
    const last = Math.ceil(Math.log10(max));
    const decades = Math.log10(max) - Math.log10(min);
    const mantissas = decades < 2.5 ? [1, 2, 5] : [1];
    const stride = Math.max(1, Math.ceil(decades / Math.max(1, count)));
    const found: number[] = [];
    for (let e = first; e <= last; e += stride)
      for (const m of mantissas) {
        const value = m * 10 ** e;
        if (value >= min * 0.999999 && value <= max * 1.000001) found.push(value);
      }
    // Less than one of those fits: the axis is nearly linear there.
    return found.length >= 2 ? found : ticks(min, max, count);
  }
  const step = tidyStep(max - min, count);
  const found: number[] = [];
  for (let i = Math.ceil(min / step - 1e-9); i * step <= max + step * 1e-9; i++)
    found.push(i === 0 ? 0 : Number((i * step).toPrecision(12)));
  return found;
}

/** Widens [min, max] to tidy ends, so that an axis moves rarely while values change. */
export function tidyRange(min: number, max: number, count: number, log = false): [number, number] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return log ? [0.1, 1] : [0, 1];
  if (log) {
    // half decades
    const low = Math.floor(Math.log10(min) * 2 + 1e-9);
    const high = Math.ceil(Math.log10(max) * 2 - 1e-9);
    return [10 ** (low / 2), 10 ** (Math.max(high, low + 1) / 2)];
  }
  if (min === max) {
    const pad = Math.abs(min) || 1;
    return [min - pad / 2, max + pad / 2];
  }
  const step = tidyStep(max - min, count);
  return [Math.floor(min / step + 1e-9) * step, Math.ceil(max / step - 1e-9) * step];
}

/** A tick's text: short, a true minus, an exponent only where zeros would pile up. */
export function tickText(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  let text: string;
  if (size >= 1e6 || size < 1e-3) {
    const [mantissa, exponent] = value.toExponential(2).split('e');
    text = `${Number(mantissa)}e${Number(exponent)}`;
  } else if (size >= 1e4) text = `${Number((value / 1000).toPrecision(4))}k`;
  else text = String(Number(value.toPrecision(4)));
  return text.replaceAll('-', '−');
}
