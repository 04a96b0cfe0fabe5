import { expect, type BrowserContext } from '@playwright/test';
import { commentOf, composer, expectPixels, expectWord, printOf } from '#support/gestures.ts';
import { type Stage, test } from '#support/journeys.ts';

async function expectLiveFrontPage(stage: Stage, context: BrowserContext, word: 'Live' | 'Slower') {
  const alice = await stage.person('alice');
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Newest photos' })).toBeVisible();
  await expectWord(page, word);
  const caption = `Harbour, ${word}`;
  const photoId = await alice.addPhoto('everyone', caption);
  await expectPixels(printOf(page, caption));
  await printOf(page, caption).click();
  await expect(page).toHaveURL(`/p/${photoId}`);
  await expect(page.getByRole('link', { name: 'Sign in to comment' })).toBeVisible();
  await alice.comment(photoId, 'Who is there?');
  await expect(commentOf(page, 'Who is there?')).toBeVisible();
  await expect(composer(page)).toHaveCount(0);
  await expect(commentOf(page, 'Who is there?').getByRole('button')).toHaveCount(0);
  await page.getByRole('link', { name: 'Sign in to comment' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
}

test(
  'a signed-out visitor sees a public photo arrive, and comments only after signing in',
  { tag: '@phones-long' },
  async ({ stage }) => {
    await expectLiveFrontPage(stage, await stage.stranger(), 'Live');
  },
);

test('so does one whose network blocks all of Socket.IO', { tag: ['@phones', '@long'] }, async ({ stage }) => {
  const context = await stage.stranger();
  await context.routeWebSocket(/\/socket\.io\//u, (socket) => void socket.close());
  await context.route(/\/socket\.io\//u, (route) => route.abort());
  await expectLiveFrontPage(stage, context, 'Slower');
});
