import { expect, type Page } from '@playwright/test';
import { choosePhotos, comments, commentOf, expectPixels, printOf, say, tray } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';
import { aPhotograph } from '#support/photographs.ts';

async function fillAccount(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Sign-in name').fill(name.toLowerCase());
  await page.getByLabel('Password').fill('a few words in a row');
}

test(
  'two people share, from the printed link to a comment that comes back',
  { tag: '@phones' },
  async ({ ownStage }) => {
    const alice = await (await ownStage.stranger()).newPage();
    const bob = await (await ownStage.stranger()).newPage();
    let invitation = '';

    await test.step('alice makes the first account by the link that the server printed', async () => {
      await alice.goto(await ownStage.administratorLink());
      await fillAccount(alice, 'Alice');
      await alice.getByRole('button', { name: 'Make an account' }).click();
      await expect(alice.getByText('Begin with a group')).toBeVisible();
    });

    await test.step('she makes a group and a link into it', async () => {
      await alice.getByRole('link', { name: 'Make a group' }).click();
      await alice.getByLabel('Name of the group').fill('Lake house');
      await alice.getByRole('button', { name: 'Make the group' }).click();
      await expect(alice.getByRole('heading', { level: 1, name: 'Lake house' })).toBeVisible();
      await alice.getByRole('button', { name: 'Invite' }).click();
      await alice.getByRole('button', { name: 'Make a link' }).click();
      invitation = await alice.getByLabel('Invitation link').inputValue();
      await alice.getByRole('button', { name: 'Done' }).click();
    });

    await test.step('bob opens the link, makes an account and is in', async () => {
      await bob.goto(invitation);
      await expect(bob.getByRole('heading', { name: 'Join Lake house' })).toBeVisible();
      await fillAccount(bob, 'Bob');
      await bob.getByRole('button', { name: 'Join Lake house' }).click();
      await expect(bob.getByRole('heading', { level: 1, name: 'Lake house' })).toBeVisible();
      await expect(alice.getByText('2 people, 0 photos')).toBeVisible();
    });

    await test.step('bob adds a photo, and alice’s page shows it without a reload', async () => {
      const dialog = await choosePhotos(bob, [await aPhotograph('jetty.jpg')]);
      await dialog.getByLabel('Caption').fill('The jetty at six');
      await dialog.getByRole('button', { name: 'Add a photo' }).click();
      await expect(tray(bob).getByRole('heading', { name: 'A photo added to Lake house' })).toBeVisible();
      await expectPixels(printOf(alice, 'The jetty at six'));
      await expectPixels(printOf(bob, 'The jetty at six'));
    });

    await test.step('each sees what the other says', async () => {
      await printOf(alice, 'The jetty at six').click();
      await expect(alice.getByRole('complementary', { name: 'About this photo' })).toBeVisible();
      await bob.goto(alice.url());
      await say(bob, 'Was it cold?');
      await expect(commentOf(alice, 'Was it cold?')).toBeVisible();
      await say(alice, 'Not after a minute.');
      await expect(commentOf(bob, 'Not after a minute.')).toBeVisible();
      await say(bob, 'Brave you.');
      await expect(comments(alice)).toHaveCount(3);
    });

    await test.step('bob’s reaction is counted on alice’s page, until he takes it back', async () => {
      const counted = (page: Page) =>
        page.getByRole('group', { name: 'Reactions' }).getByRole('button', { name: 'Wow, 1', exact: true });
      await bob.getByRole('button', { name: 'React', exact: true }).click();
      await bob.getByRole('button', { name: 'Wow', exact: true }).click();
      await expect(counted(alice)).toHaveText('1');
      await expect(counted(alice)).toHaveAttribute('aria-pressed', 'false');
      await expect(counted(bob)).toHaveAttribute('aria-pressed', 'true');
      await counted(bob).click();
      await expect(counted(alice)).toHaveCount(0);
    });

    await test.step('an edited comment is edited for both', async () => {
      await commentOf(bob, 'Was it cold?').getByRole('button', { name: 'Edit' }).click();
      await bob.getByLabel('Edit the comment').fill('Was the water cold?');
      await bob.getByRole('button', { name: 'Save' }).click();
      await expect(commentOf(alice, 'Was the water cold?')).toContainText('edited');
    });

    await test.step('a deletion can be taken back; one that was not is done for both', async () => {
      await commentOf(bob, 'Was the water cold?').getByRole('button', { name: 'Delete' }).click();
      await expect(comments(bob)).toHaveCount(2);
      await bob.getByRole('button', { name: 'Undo' }).click();
      await expect(comments(bob)).toHaveCount(3);
      await expect(comments(alice)).toHaveCount(3);
      await commentOf(bob, 'Was the water cold?').getByRole('button', { name: 'Delete' }).click();
      await commentOf(bob, 'Brave you.').getByRole('button', { name: 'Delete' }).click();
      await bob.getByRole('button', { name: 'Undo' }).last().click();
      await expect(comments(bob)).toHaveText([/Not after a minute\./u, /Brave you\./u]);
      // Leaving the page answers what is still asked.
      await bob.reload();
      await expect(comments(bob)).toHaveText([/Not after a minute\./u, /Brave you\./u]);
      await expect(comments(alice)).toHaveText([/Not after a minute\./u, /Brave you\./u]);
    });
  },
);

test(
  'whose invitation is refused after signing in is signed in, and may try again',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob] = [await stage.person('alice'), await stage.person('bob')];
    const token = await alice.invite(await alice.makeGroup('Lake house'));
    const context = await stage.stranger();
    const page = await context.newPage();
    await page.goto(`/invite/${token}`);
    await page.getByText('I have an account').click();
    await page.getByLabel('Sign-in name').fill(bob.account.login);
    await page.getByLabel('Password').fill(bob.account.password);
    await context.route('**/api/invites/accept', (route) => route.fulfill({ status: 503, body: 'away' }));
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await context.unrouteAll();
    await page.getByRole('button', { name: 'Join Lake house' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Lake house' })).toBeVisible();
  },
);

test(
  'who opens an invitation while its network is told to wait waits, and is let in',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const token = await alice.invite(await alice.makeGroup('Lake house'));
    const context = await stage.stranger();
    let isOver = false;
    const refusal = { kind: 'slow-down', code: 'slow-down', message: 'Too many attempts.', retryAfterMs: 300 };
    await context.route(`**/api/invites/${token}`, (route) =>
      isOver ? route.continue() : route.fulfill({ status: 429, json: refusal }),
    );
    const page = await context.newPage();
    await page.goto(`/invite/${token}`);
    await expect(page.getByText('This page goes on by itself')).toBeVisible();
    await expect(page.getByText('no longer works')).toHaveCount(0);
    isOver = true;
    await expect(page.getByRole('heading', { level: 1, name: 'Join Lake house' })).toBeVisible();
  },
);

test(
  'who signs up by the link of a group that is full has an account, and is told why they are in no group',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const groupId = await alice.makeGroup('Lake house');
    const token = await alice.invite(groupId);
    const page = await (await stage.stranger()).newPage();
    await page.goto(`/invite/${token}`);
    await page.getByLabel('Your name').fill('Carla');
    await page.getByLabel('Sign-in name').fill('carla-who-came-late');
    await page.getByLabel('Password').fill('a long password of hers');
    const thin = await stage.crowd(groupId);
    await page.getByRole('button', { name: 'Join Lake house' }).click();
    await expect(page.getByRole('alert')).toContainText('This group is full.');
    await thin();
    await page.getByRole('button', { name: 'Join Lake house' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Lake house' })).toBeVisible();
    await expect(page.getByText('2 people')).toBeVisible();
  },
);

test(
  'an invitation that is used up while one signs up says so, and keeps what was typed',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob] = [await stage.person('alice'), await stage.person('bob')];
    const token = await alice.invite(await alice.makeGroup('Lake house'), 1);
    const page = await (await stage.stranger()).newPage();
    await page.goto(`/invite/${token}`);
    await page.getByLabel('Your name').fill('Carla');
    await page.getByLabel('Sign-in name').fill('carla-of-the-lake');
    await page.getByLabel('Password').fill('a long password of hers');
    await bob.accept(token);
    await page.getByRole('button', { name: 'Join Lake house' }).click();
    await expect(page.getByRole('alert')).toContainText('used as often as it could be');
    await expect(page.getByLabel('Your name')).toHaveValue('Carla');
    await expect(page.getByLabel('Sign-in name')).toHaveValue('carla-of-the-lake');
    await expect(page.getByLabel('Password')).toHaveValue('a long password of hers');
    // Nobody was signed up on the way: who has no invitation has no account here either.
    await page.goto('/sign-in');
    await page.getByLabel('Sign-in name').fill('carla-of-the-lake');
    await page.getByLabel('Password').fill('a long password of hers');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('alert')).toBeVisible();
  },
);
