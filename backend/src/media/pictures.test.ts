import { expect, test } from 'vitest';
import { aTellingPicture, look } from './made-pictures.fixture.ts';
import { renderAvatar } from './pictures.ts';

test('an avatar is a square of 256 pixels that tells nothing', async () => {
  const face = await look(await renderAvatar(await aTellingPicture('jpeg')));
  expect(face).toMatchObject({ format: 'webp', widthPx: 256, heightPx: 256 });
  expect(face.embedded.exif).toBeUndefined();
});
