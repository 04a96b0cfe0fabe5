// What stands beside the feed on a wide screen: who is here, and where something was added last.
import { expect, type Page } from '@playwright/test';
import { expectPixels, expectWord, printOf } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

const beside = (page: Page) => page.getByRole('complementary', { name: 'Who is here, and what is new' });
const rightNow = (page: Page) => page.getByRole('region', { name: 'Right now' });

test(
  'Home names who looks at one’s groups and who adds to them, while they do, and nobody else',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob, dan] = [await stage.person('alice'), await stage.person('bob'), await stage.person('dan')];
    const groupId = await alice.makeGroup('Harbour', bob);
    await alice.addPhoto(groupId, 'Low tide');
    await bob.befriend(alice);
    const own = await dan.makeGroup('Attic');
    const home = await alice.tab('/');
    await expectPixels(printOf(home, 'Low tide').first());
    await expectWord(home, 'Live');
    await expect(rightNow(home)).toContainText('Nobody else is here.');
    await expect(beside(home).getByRole('region', { name: 'Lately' })).toContainText('Harbour');
    await expect(
      beside(home).getByRole('region', { name: 'Friends' }).getByRole('link', { name: 'bob' }),
    ).toBeVisible();

    const strange = await dan.tab(`/g/${own}`);
    await expectWord(strange, 'Live');
    const page = await bob.tab(`/g/${groupId}`);
    await expect(rightNow(home).getByRole('listitem')).toHaveText([/bob\s+Looking at Harbour$/u]);
    // One who is in the group is told there, too, and nobody of oneself.
    const also = await alice.tab(`/g/${groupId}`);
    await expect(also.getByText('bob is here')).toBeVisible();
    await expect(page.getByText('alice is here')).toBeVisible();

    await home.bringToFront();
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await expect(rightNow(home)).toContainText('Nobody else is here.');

    await bob.announce(groupId);
    await expect(rightNow(home).getByRole('listitem')).toHaveText([/bob\s+Adding to Harbour$/u]);
  },
);

test(
  'what stands beside the feed is there on a wide screen only, and not for one who has no group',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const alone = await alice.tab('/');
    await expect(alone.getByText('Begin with a group')).toBeVisible();
    await expect(beside(alone)).toHaveCount(0);
    await alice.addPhoto(await alice.makeGroup('Harbour'), 'Low tide');
    await expect(beside(alone)).toBeVisible();
    await alone.setViewportSize({ width: 820, height: 1180 });
    await expect(beside(alone)).toHaveCount(0);
    await expect(printOf(alone, 'Low tide')).toBeVisible();
  },
);
