import { describe, expect, it } from 'vitest';
import { fitInRow } from '../../../web/src/ui/fields';

describe('choices of a form', () => {
  it('stand beside each other when all of them can be read there', () => {
    expect(fitInRow(['English', 'Chinese', 'both'])).toBe(true);
    expect(fitInRow(['汉字', '拼音', '两者'])).toBe(true);
  });

  it('are a list when one of them would be cut off, or there are many', () => {
    expect(fitInRow(['zeros', 'learned', 'the encoder’s last'])).toBe(false);
    expect(fitInRow(['layer norm', 'RMS norm', 'none'])).toBe(false);
    expect(fitInRow(['是否配对', '接下来可以闭合的是哪些括号'])).toBe(false);
    expect(fitInRow(['a', 'b', 'c', 'd'])).toBe(false);
  });
});
