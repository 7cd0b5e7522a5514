import { describe, expect, test } from 'vitest';
import { classOf, cuts, readImages, tidy, writeImages } from '../../../web/src/app/images-text';

describe('pictures as a text', () => {
  const set = {
    format: { width: 2, height: 4, channels: 3 },
    images: [
      { name: 'cat', pixels: Uint8Array.from({ length: 24 }, (_, i) => 11 * i) },
      { name: '狗 2', pixels: new Uint8Array(24).fill(255) },
    ],
  };

  test('come back as they were', () => {
    expect(readImages(writeImages(set))).toEqual(set);
  });

  test('are one a line, as the engine reads them', () => {
    const lines = writeImages(set).split('\n');
    expect(lines[0]).toBe('2x4x3');
    expect(lines[2]).toBe(`狗 2\t${'/'.repeat(32)}`);
  });

  test('are refused when they are none', () => {
    for (const text of ['', '2x4', '2x4x2\n', '2x4x3\ncat\t////', '2x4x3\ncat\t####']) {
      expect(readImages(text)).toBeNull();
    }
  });
});

test('the class of a file is its folder, or what its name begins with', () => {
  expect(classOf('pets/cats/IMG_0001.jpg')).toBe('cats');
  expect(classOf('cat_01.png')).toBe('cat');
  expect(classOf('cat12.png')).toBe('cat');
  expect(classOf('red apple 3.webp')).toBe('red apple');
  expect(classOf('7_0012.png')).toBe('7');
  expect(classOf('5.png')).toBe('5');
  expect(classOf('猫-1.png')).toBe('猫');
});

test('the name of a class fits into a line', () => {
  expect(tidy(' a\tb\nc ')).toBe('a b c');
  expect([...tidy('狗'.repeat(50))].length).toBe(40);
  expect(tidy('\u202ecat\u200f')).toBe('cat');
  expect(tidy('e\u0301te\u0301')).toBe('été');
});

test('a strip of squares is cut into them, another picture to its middle', () => {
  expect(cuts(90, 30)).toEqual([
    [0, 0, 30],
    [30, 0, 30],
    [60, 0, 30],
  ]);
  expect(cuts(30, 60)).toEqual([
    [0, 0, 30],
    [0, 30, 30],
  ]);
  expect(cuts(100, 60)).toEqual([[20, 0, 60]]);
  expect(cuts(50, 50)).toEqual([[0, 0, 50]]);
  expect(cuts(5000, 1)).toEqual([[2499.5, 0, 1]]); // a line is no strip of pictures
});
