import { expect, type Page } from '@playwright/test';
import { choosePhotos, expectPixels, printOf } from '#support/gestures.ts';
import { Stage, startSite, test } from '#support/journeys.ts';
import { aVideo, findFfmpeg } from '#support/videos.ts';

const picker = (page: Page) => page.getByLabel('Photos', { exact: true }).and(page.locator('input[type=file]'));
const player = (page: Page) => page.locator('video');
const playedS = (page: Page) => player(page).evaluate((video) => (video as HTMLVideoElement).currentTime);

test(
  'a video is chosen like a photo, comes onto everybody’s page, and plays there',
  { tag: '@long' },
  async ({ stage }) => {
    const ffmpeg = await findFfmpeg();
    test.skip(ffmpeg === undefined, 'no ffmpeg');
    const [alice, bob] = [await stage.person('alice'), await stage.person('bob')];
    const groupId = await alice.makeGroup('Harbour', bob);
    await alice.addPhoto(groupId, 'Earlier');
    const page = await alice.tab(`/g/${groupId}`);
    const other = await bob.tab(`/g/${groupId}`);
    await expectPixels(printOf(other, 'Earlier'));

    await test.step('the dialog names videos, and takes one', async () => {
      const dialog = await choosePhotos(page, [await aVideo(ffmpeg!, 'webm', { seconds: 3 })]);
      expect(await picker(page).getAttribute('accept')).toContain('video/quicktime');
      await dialog.getByRole('button', { name: 'Add a photo' }).click();
    });

    await test.step('everybody sees its poster, and that it is a video', async () => {
      const print = printOf(other, /^Video by alice.*video of 0:03/u);
      await expectPixels(print);
      await expect(print).toContainText('0:03');
      await print.click();
    });

    await test.step('it plays when somebody presses, by the browser’s own controls, in parts', async () => {
      const range = other.waitForResponse((answer) => answer.url().endsWith('/video') && answer.status() === 206);
      await other.getByRole('button', { name: 'Play the video, 0:03' }).click();
      await range;
      await expect(player(other)).toHaveAttribute('controls');
      await expect(player(other)).toHaveAttribute('playsinline');
      await expect.poll(() => playedS(other)).toBeGreaterThan(0);
    });

    await test.step('keys belong to the player that has the focus, and lead on when it has not', async () => {
      const { pathname } = new URL(other.url());
      await expect(player(other)).toBeFocused();
      await other.keyboard.press('ArrowRight');
      expect(new URL(other.url()).pathname).toBe(pathname);
      await player(other).evaluate((video) => (video as HTMLVideoElement).blur());
      await other.keyboard.press('ArrowRight');
      await expect(printOfStage(other)).toBeVisible();
      await expect(player(other)).toHaveCount(0);
      await other.keyboard.press('ArrowLeft');
      await expect(other.getByRole('button', { name: 'Play the video, 0:03' })).toBeVisible();
    });

    await test.step('by keyboard alone, too; and whoever plays it ends a slide show', async () => {
      await other.keyboard.press('s');
      const stop = other.getByRole('button', { name: 'Stop the slide show' });
      await expect(stop).toBeVisible();
      await other.getByRole('button', { name: 'Play the video, 0:03' }).press('Enter');
      await expect.poll(() => playedS(other)).toBeGreaterThan(0);
      await expect(stop).toHaveCount(0);
      await other.keyboard.press('Escape');
      await expect(printOf(other, /^Video by alice/u)).toBeVisible();
    });
  },
);

const printOfStage = (page: Page) => page.getByRole('region', { name: 'Photo' }).getByRole('img', { name: 'Earlier' });

test(
  'where the server cannot, nobody is offered videos, and one that comes all the same is told why not',
  { tag: '@long' },
  async ({ browser }) => {
    const server = await startSite({ FFMPEG: 'none' });
    const stage = new Stage(server, browser);
    const alice = await stage.person('alice');
    const page = await alice.tab(`/g/${await alice.makeGroup('Quiet')}`);
    const dialog = await choosePhotos(page, [
      { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(2_000, 1) },
    ]);
    expect(await picker(page).getAttribute('accept')).not.toContain('video');
    await dialog.getByRole('button', { name: 'Add a photo' }).click();
    await expect(page.getByRole('region', { name: 'Uploads' })).toContainText('This site takes no videos.');
    await stage.leave();
    await server.remove();
  },
);
