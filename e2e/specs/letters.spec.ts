// What people write in any script is there to be read, here as on their own devices.
import { expect } from '@playwright/test';
import { boxesOn } from '#support/boxes.ts';
import { commentOf, expectPixels, printOf } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

test(
  'Arabic, Chinese, Japanese, Korean and emoji are letters and no boxes, and a box would be noticed',
  { tag: '@long' },
  async ({ stage }) => {
    const nura = await stage.person('نورة', { locale: 'ar-EG' });
    const mei = await stage.person('美玲');
    const groupId = await nura.makeGroup('湖の家 호수 집 🏡', mei);
    const photoId = await mei.addPhoto(groupId, '六点的码头，水很冷 🥶');
    await nura.comment(photoId, 'كم كان جميلًا! 👩‍👩‍👧‍👦');
    await mei.comment(photoId, 'また行きましょう。 다음에 또 가자 ☀️');
    for (const guest of [nura, mei]) {
      const page = await guest.tab(`/g/${groupId}`);
      await expectPixels(printOf(page, /六点/u));
      expect(await boxesOn(page)).toEqual([]);
      await page.goto(`/g/${groupId}/people`);
      await expect(page.getByText('美玲').filter({ visible: true }).first()).toBeVisible();
      expect(await boxesOn(page)).toEqual([]);
      await page.goto(`/p/${photoId}`);
      await expect(page.getByText('또 가자')).toBeVisible();
      expect(await boxesOn(page)).toEqual([]);
    }
    // A script that none of the fonts here has, and a letter of nobody's.
    await nura.comment(photoId, 'Dear 𒀀 and \u{10fffd}');
    const page = await mei.tab(`/p/${photoId}`);
    await expect(commentOf(page, 'Dear')).toBeVisible();
    expect(await boxesOn(page)).toEqual([
      expect.stringContaining('𒀀 (U+12000) in “Dear'),
      expect.stringContaining('(U+10FFFD) in “Dear'),
    ]);
  },
);
