import { expect, test } from 'vitest';

import { fieldPart, fits } from '../../../web/src/app/field-text';

test('a field shows whole lines of a long text, and all of a short one', () => {
  const lines = (n: number) => Array.from({ length: n }, (_, i) => `line ${i}`).join('\n');
  for (const text of ['', '\n', 'one', 'one\n', lines(10_000)]) {
    expect(fieldPart(text)).toBe(text);
    expect(fits(text)).toBe(true);
  }
  for (const text of [`${lines(10_000)}\n`, lines(10_001), lines(80_000)]) {
    expect(fieldPart(text)).toBe(lines(10_000));
    expect(fits(text)).toBe(false);
  }
});

test('a field shows the beginning of a long line, and no half of a character', () => {
  expect(fieldPart('x'.repeat(300_000))).toHaveLength(300_000);
  expect(fieldPart('x'.repeat(300_001))).toHaveLength(300_000);
  expect(fieldPart(`x${'𝕏'.repeat(150_000)}`)).toBe(`x${'𝕏'.repeat(149_999)}`);
});
