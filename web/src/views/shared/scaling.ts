import type { Scale } from '../../draw/scale';
import type { RunInfo, Scaling } from '../../engine/types';

// The engine standardises the columns of a table: the network sees numbers around 0. People read them in
// their own units.

const plain: Scaling = { offset: 0, unit: 1 };

export const inputScaling = (info: RunInfo, input: number): Scaling =>
  info.task.input.scaling?.[input] ?? plain;

export const targetScaling = (info: RunInfo): Scaling => info.task.target.scaling ?? plain;

export const isPlain = ({ offset, unit }: Scaling) => offset === 0 && unit === 1;

export const toUnits = ({ offset, unit }: Scaling, value: number) => offset + unit * value;

export const fromUnits = ({ offset, unit }: Scaling, value: number) => (value - offset) / unit;

/** An axis of standardised values, as one that is labelled in their units: the pixels stay. */
export function axisInUnits(scaling: Scaling, scale: Scale): Scale {
  return { ...scale, min: toUnits(scaling, scale.min), max: toUnits(scaling, scale.max) };
}

/** The line that standardised weights and bias stand for: target = Σ weights · inputs + bias, in units. */
export function lineInUnits(
  info: RunInfo,
  weights: ArrayLike<number>,
  bias: number,
): { weights: number[]; bias: number } {
  const target = targetScaling(info);
  let constant = toUnits(target, bias);
  const slopes = Array.from(weights, (weight, i) => {
    const { offset, unit } = inputScaling(info, i);
    const slope = (weight * target.unit) / unit;
    constant -= slope * offset;
    return slope;
  });
  return { weights: slopes, bias: constant };
}
