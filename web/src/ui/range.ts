import { formatNumber } from '../i18n';

// A slider's scale: what a position means, and which values it stops at. Typed numbers are not rounded.
export interface Range {
  min: number;
  max: number;
  scale: 'linear' | 'log';
  integer: boolean;
}

// Where a logarithmic scale that includes 0 begins; its leftmost position is 0 itself.
const decadesAboveZero = 6;
const zeroZone = 0.04;

function logFloor(range: Range): number {
  if (range.min > 0) return range.min;
  return range.integer ? 1 : Number((range.max * 10 ** -decadesAboveZero).toPrecision(3));
}

// The stops inside each decade of a logarithmic scale.
const mantissas = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

function toMantissa(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  const m = value / decade;
  const near = mantissas.reduce((a, b) => (Math.abs(b - m) < Math.abs(a - m) ? b : a));
  return Number((near * decade).toPrecision(3));
}

// Step of a linear scale: about a hundred stops of 1, 2 or 5 in the last digit.
function linearStep(range: Range): number {
  const raw = (range.max - range.min) / 100;
  const decade = 10 ** Math.floor(Math.log10(raw));
  const m = raw / decade;
  const step = (m <= 1 ? 1 : m <= 2 ? 2 : m <= 5 ? 5 : 10) * decade;
  return range.integer ? Math.max(1, Math.round(step)) : Number(step.toPrecision(1));
}

function clamp(value: number, range: Range): number {
  return Math.min(range.max, Math.max(range.min, value));
}

/** Position 0..1 of a value. */
export function positionOf(value: number, range: Range): number {
  const v = clamp(value, range);
  if (range.scale === 'linear') return (v - range.min) / (range.max - range.min);
  const floor = logFloor(range);
  const zero = range.min > 0 ? 0 : zeroZone;
  if (v < floor) return 0;
  return zero + ((1 - zero) * Math.log(v / floor)) / Math.log(range.max / floor);
}

/** The value a position stands for, at one of the scale's stops. */
export function valueAt(position: number, range: Range): number {
  if (position <= 0) return range.min;
  if (position >= 1) return range.max;
  let value: number;
  if (range.scale === 'linear') {
    const step = linearStep(range);
    const raw = range.min + position * (range.max - range.min);
    value = Number((Math.round(raw / step) * step).toPrecision(10));
  } else {
    const floor = logFloor(range);
    const zero = range.min > 0 ? 0 : zeroZone;
    if (position < zero) return position < zero / 2 ? range.min : floor;
    value = toMantissa(floor * (range.max / floor) ** ((position - zero) / (1 - zero)));
  }
  return clamp(range.integer ? Math.round(value) : value, range);
}

/** The next stop up (direction 1) or down (-1); `count` stops further. */
export function nextStop(value: number, range: Range, direction: 1 | -1, count = 1): number {
  let at = clamp(value, range);
  for (let i = 0; i < count; i++) {
    let position = positionOf(at, range);
    let next = at;
    // Walk along the scale until it stops somewhere else.
    for (let tries = 0; tries < 400 && (direction > 0 ? next <= at : next >= at); tries++) {
      position += direction * 0.0025;
      next = valueAt(position, range);
      if (position <= 0 || position >= 1) break;
    }
    if (range.integer && next === at) next = clamp(at + direction, range);
    at = next;
  }
  return at;
}

/** A typed text as a number of the range, or what is wrong with it. */
export function readNumber(
  text: string,
  range: Range,
): { value: number } | { problem: 'not_a_number' | 'not_whole' | 'outside' } {
  const trimmed = text.trim().replace(/[−–]/g, '-').replace(/,/g, '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return { problem: 'not_a_number' };
  const value = Number(trimmed);
  if (!Number.isFinite(value)) return { problem: 'outside' };
  if (range.integer && !Number.isInteger(value)) return { problem: 'not_whole' };
  if (value < range.min || value > range.max) return { problem: 'outside' };
  return { value };
}

/** A value as it stands in an input field: exact, and as short as that allows. */
export function writeNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  return Math.abs(value) < 1e-3 ? value.toExponential().replace('e+', 'e') : String(value);
}

/** An end of the range as a caption. */
export function caption(value: number): string {
  if (Math.abs(value) >= 1e6 && value % 1e6 === 0) return `${value / 1e6}M`;
  if (Math.abs(value) >= 10_000 && value % 1000 === 0) return `${value / 1000}k`;
  if (value !== 0 && Math.abs(value) < 1e-3) return writeNumber(value).replaceAll('-', '−');
  return formatNumber(value, 4);
}
