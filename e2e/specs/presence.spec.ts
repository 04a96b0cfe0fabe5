import { expect } from '@playwright/test';
import { commentOf, composer, say } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

test(
  'who looks at the same photo and who writes under it is seen, until they stop, and one may choose not to be',
  { tag: ['@phones', '@long'] },
  async ({ stage }) => {
    const [alice, bob] = [await stage.person('alice'), await stage.person('bob')];
    const photoId = await alice.addPhoto(await alice.makeGroup('Harbour', bob), 'Low tide');
    const own = await alice.tab(`/p/${photoId}`);
    await expect(composer(own)).toBeVisible();
    const page = await bob.tab(`/p/${photoId}`);
    const looking = (tab: typeof own, name: string) => tab.getByText(`${name} also looking`);
    await expect(own.getByRole('main')).toContainText(/bob\s+also looking/u);
    await expect(page.getByRole('main')).toContainText(/alice\s+also looking/u);
    await expect(looking(own, 'alice')).toHaveCount(0);

    await composer(page).pressSequentially('It smells of ');
    await expect(own.getByText('bob is writing')).toBeVisible();
    await expect(page.getByText('is writing')).toHaveCount(0);
    await say(page, 'It smells of salt.');
    await expect(commentOf(own, 'It smells of salt.')).toBeVisible();
    await expect(own.getByText('bob is writing')).toHaveCount(0);

    await page.goto('/settings');
    await expect(own.getByRole('main')).not.toContainText('also looking');
    await page.getByRole('switch', { name: 'Show who is looking and writing' }).click();
    await page.goto(`/p/${photoId}`);
    await composer(page).pressSequentially('Unseen');
    // What is said after it has arrived: had bob been told of, it would be by now.
    await say(page, 'Unseen but heard.');
    await expect(commentOf(own, 'Unseen but heard.')).toBeVisible();
    await expect(own.getByRole('main')).not.toContainText('also looking');
    await expect(page.getByRole('main')).not.toContainText('also looking');
  },
);
