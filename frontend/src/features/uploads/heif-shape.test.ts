import { describe, expect, test } from 'vitest';
import { heifShape } from './heif-shape.ts';

const bytesOf = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
const u32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const box = (type: string, ...inside: number[][]): number[] => {
  const body = inside.flat();
  return [...u32(body.length + 8), ...bytesOf(type), ...body];
};
const size = (width: number, height: number) => box('ispe', u32(0), u32(width), u32(height));

/** As phones write it: a grid of tiles, whose own sizes come first, and the picture of all of them. */
function aHeif(quarters: number, primary = 2): Uint8Array {
  const properties = box('ipco', size(512, 512), size(4032, 3024), box('irot', [quarters]));
  const links = box('ipma', u32(0), u32(2), [0, 1, 1, 0x81], [0, 2, 2, 0x82, 0x03]);
  const meta = box('meta', u32(0), box('pitm', u32(0), [0, primary]), box('iprp', properties, links));
  return Uint8Array.from([...box('ftyp', bytesOf('heic'), u32(0), bytesOf('mif1')), ...meta]);
}

describe('the shape of a HEIC that the browser cannot read', () => {
  test('is that of the picture, not of its tiles', () => {
    expect(heifShape(aHeif(0))).toEqual({ widthPx: 4032, heightPx: 3024 });
    expect(heifShape(aHeif(2))).toEqual({ widthPx: 4032, heightPx: 3024 });
  });

  test.each([1, 3])('stands upright when it is turned by %i quarters', (quarters) => {
    expect(heifShape(aHeif(quarters))).toEqual({ widthPx: 3024, heightPx: 4032 });
  });

  test('is not told where the file does not say which picture it shows', () => {
    expect(heifShape(aHeif(0, 9))).toBeUndefined();
    expect(heifShape(Uint8Array.from(bytesOf('no picture at all')))).toBeUndefined();
  });

  test('is not told by a file that is cut off anywhere, and nothing breaks', () => {
    const whole = aHeif(1);
    for (let length = 0; length < whole.length; length += 1) {
      const shape = heifShape(whole.subarray(0, length));
      expect(shape === undefined || shape.widthPx > 0).toBe(true);
    }
  });

  test('is not told by a file whose boxes lie about their lengths', () => {
    for (let at = 0; at < 120; at += 1) {
      const lying = aHeif(1);
      lying[at] = 255;
      expect(() => heifShape(lying)).not.toThrow();
    }
  });
});
