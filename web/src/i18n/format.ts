import { language } from './language.svelte';

const locale = () => (language() === 'zh' ? 'zh-CN' : 'en-GB');

// Formatters cost far more to make than to use, and readouts change every frame.
const cache = new Map<string, Intl.NumberFormat>();

function formatter(name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale()} ${name}`;
  let found = cache.get(key);
  if (!found) {
    found = new Intl.NumberFormat(locale(), options);
    cache.set(key, found);
  }
  return found;
}

// A whole number with grouping: 12,500.
export function formatCount(value: number): string {
  return formatter('count', { maximumFractionDigits: 0 }).format(value);
}

// A real number for reading: significant digits, an exponent where zeros would pile up, a true minus.
// whole: the zeros at the end, too, where numbers stand beside each other to be compared.
export function formatNumber(value: number, digits = 3, whole = false): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size < 1e-4 || size >= 1e6
      ? value.toExponential(digits - 1).replace('e+', 'e')
      : size >= 10 ** digits
        ? value.toFixed(0)
        : whole
          ? value.toPrecision(digits)
          : String(Number(value.toPrecision(digits)));
  return text.replaceAll('-', '−');
}

// A share as a percentage with one decimal, always the same width: 97.0 %.
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return '–';
  return formatter('percent', {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(share);
}

// The share that is right, as a percentage: 100.0 % only where nothing is wrong.
export function formatAccuracy(share: number): string {
  return formatPercent(share < 1 ? Math.min(share, 0.999) : share);
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let unit = 0;
  let value = bytes;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? value.toFixed(0) : value.toFixed(1)} ${units[unit]}`;
}

// A time in its own unit, to two digits: 0.41 ms, 3.0 s.
export function formatDuration(seconds: number): string {
  const units: [number, string][] = [
    [1, 's'],
    [1e-3, 'ms'],
    [1e-6, 'µs'],
  ];
  const [size, unit] = units.find(([size]) => seconds >= size) ?? units[2];
  return `${formatNumber(seconds / size, 2, true)} ${unit}`;
}

// A large count in few characters: 101.8k, 1.2M.
export function formatCompact(value: number): string {
  if (value < 10_000) return formatCount(value);
  const [size, unit] = value < 1e6 ? [1e3, 'k'] : value < 1e9 ? [1e6, 'M'] : [1e9, 'G'];
  return `${(value / size).toFixed(1)}${unit}`;
}

// A loss: four decimals, or an exponent below that, so that a falling number keeps its width.
export function formatLoss(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  if (value < 1e-3 || value >= 1e4)
    return value.toExponential(1).replace('e+', 'e').replace('-', '−');
  return value.toFixed(value < 10 ? 4 : value < 100 ? 3 : 1);
}
