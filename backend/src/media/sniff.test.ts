import { describe, expect, test } from 'vitest';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { anAnimation, aPicture } from './made-pictures.fixture.ts';
import { sniff, SNIFFED_BYTES, type PictureType } from './sniff.ts';

const codeOf = (bytes: Uint8Array | string): string => {
  try {
    return sniff(Buffer.from(bytes as string));
  } catch (error) {
    return (error as Refusal).body.code;
  }
};
const box = (major: string, ...others: string[]) =>
  `\0\0\0${String.fromCharCode(16 + 4 * others.length)}ftyp${major}\0\0\0\0${others.join('')}`;

describe('what a file is', () => {
  test.each<PictureType>(['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff', 'heic'])(
    'a %s is told by its bytes',
    async (type) => {
      expect(sniff((await aPicture(type)).subarray(0, SNIFFED_BYTES))).toBe(type);
    },
  );

  test('a moving picture is told like a still one', async () => {
    expect(sniff(await anAnimation('gif'))).toBe('gif');
    expect(sniff(await anAnimation('webp'))).toBe('webp');
  });

  test('nothing at all is empty', () => {
    expect(codeOf('')).toBe('photo-empty');
  });

  test('pictures of iPhones and of Androids are HEIC', () => {
    expect(codeOf(box('heic', 'mif1', 'heic'))).toBe('heic');
    expect(codeOf(box('mif1', 'mif1', 'heix'))).toBe('heic');
  });

  test('an AVIF that names the general brand first is an AVIF', () => {
    expect(codeOf(box('mif1', 'avif'))).toBe('avif');
  });

  test.each([
    ['a film of an Android', box('isom', 'isom', 'mp42'), 'mp4'],
    ['one of an old phone', box('3gp5', 'isom'), 'mp4'],
    ['one of an iPhone', box('qt  ', 'qt  '), 'mov'],
    ['one of an old camera', '\0\0\0\u0008wide\0\0\0\u0008mdat', 'mov'],
    ['one of a browser', '\u001aE\u00df\u00a3\u0001\u0042\u0082\u0084webm', 'webm'],
  ])('%s is a video', (_what, text, type) => {
    expect(codeOf(Buffer.from(text, 'latin1'))).toBe(type);
  });

  test.each([
    ['a text', 'hello'],
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a document', '%PDF-1.7'],
    ['a sentence with the name of a box', 'the wide river'],
    ['a film for players', '\u001aE\u00df\u00a3\u0001\u0042\u0082\u0088matroska'],
    ['a sound', 'RIFF\0\0\0\0WAVE'],
    ['one byte of a JPEG', '\u00ff'],
  ])('%s is not a picture', (_what, text) => {
    expect(codeOf(Buffer.from(text, 'latin1'))).toBe('photo-not-an-image');
  });
});
