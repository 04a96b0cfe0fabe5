// How many steps it takes until a first photo is shared. A step is one press, one field, one choice of files; the numbers
// stand in docs/first-run.md, and more of them fail here.
import { expect, type Locator, type Page } from '@playwright/test';
import { expectPixels, printOf, prints } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';
import { aPhotograph } from '#support/photographs.ts';

class Steps {
  readonly done: string[] = [];
  async press(control: Locator, what: string): Promise<void> {
    this.done.push(`press ${what}`);
    await control.click();
  }
  async fill(field: Locator, text: string, what: string): Promise<void> {
    this.done.push(`fill ${what}`);
    await field.fill(text);
  }
  async choose(page: Page, control: Locator): Promise<void> {
    this.done.push('choose a photo');
    const choosing = page.waitForEvent('filechooser');
    await control.click();
    await (await choosing).setFiles([await aPhotograph('first.jpg')]);
  }
  /** Says them, and holds to the number in the document. */
  expectAtMost(count: number, until: string): void {
    console.log(`${this.done.length} steps until ${until}: ${this.done.join(', ')}`);
    expect(this.done.length, this.done.join(', ')).toBeLessThanOrEqual(count);
  }
}

/** From the ways in to a first photo in a group of one's own. */
async function shareFirst(page: Page, steps: Steps, account: { name: string; login: string; group: string }) {
  const button = (name: string) => page.getByRole('button', { name }).filter({ visible: true }).first();
  await steps.fill(page.getByLabel('Your name'), account.name, 'name');
  await steps.fill(page.getByLabel('Sign-in name'), account.login, 'sign-in name');
  await steps.fill(page.getByLabel('Password'), 'a few words in a row', 'password');
  await steps.press(button('Make an account'), 'Make an account');
  await steps.press(page.getByRole('link', { name: 'Make a group' }), 'Make a group');
  await steps.fill(page.getByLabel('Name of the group'), account.group, 'its name');
  await steps.press(button('Make the group'), 'Make the group');
  await expect(page.getByRole('heading', { level: 1, name: account.group })).toBeVisible();
  await steps.press(page.getByRole('main').getByRole('button', { name: 'Add photos' }), 'Add photos');
  await steps.choose(page, page.getByRole('dialog').getByRole('button', { name: 'Choose photos' }));
  await steps.press(button('Add a photo'), 'Add a photo');
  await expectPixels(prints(page).first());
}

test(
  'a stranger shares a first photo, and whoever they invite sees it, in few steps',
  { tag: '@long' },
  async ({ ownStage }) => {
    const page = await (await ownStage.stranger()).newPage();
    const button = (name: string) => page.getByRole('button', { name }).filter({ visible: true }).first();

    await test.step('from the printed link', async () => {
      const steps = new Steps();
      await page.goto(await ownStage.administratorLink());
      await shareFirst(page, steps, { name: 'Alice', login: 'alice', group: 'Lake house' });
      steps.expectAtMost(10, 'a first photo, from the printed link');
    });

    const invitation = await test.step('inviting', async () => {
      const steps = new Steps();
      await steps.press(button('Invite'), 'Invite');
      await steps.press(button('Make a link'), 'Make a link');
      const link = await page.getByLabel('Invitation link').inputValue();
      steps.expectAtMost(2, 'a link to send');
      await button('Done').click();
      return link;
    });

    await test.step('from an invitation', async () => {
      const steps = new Steps();
      const other = await (await ownStage.stranger()).newPage();
      await other.goto(invitation);
      await expect(other.getByRole('heading', { name: 'Join Lake house' })).toBeVisible();
      await steps.fill(other.getByLabel('Your name'), 'Bob', 'name');
      await steps.fill(other.getByLabel('Sign-in name'), 'bob', 'sign-in name');
      await steps.fill(other.getByLabel('Password'), 'a few words in a row', 'password');
      await steps.press(other.getByRole('button', { name: 'Join Lake house' }), 'Join Lake house');
      await expectPixels(prints(other).first());
      steps.expectAtMost(4, 'an invited person’s first look');
      await steps.press(
        other.getByRole('button', { name: 'Add photos' }).filter({ visible: true }).first(),
        'Add photos',
      );
      await steps.choose(other, other.getByRole('dialog').getByRole('button', { name: 'Choose photos' }));
      await steps.press(other.getByRole('button', { name: 'Add a photo' }), 'Add a photo');
      await expectPixels(printOf(page, /Bob/u));
      steps.expectAtMost(7, 'their first photo, on the other’s screen');
    });

    await test.step('from the front page of a site that is open to anybody', async () => {
      await page.goto('/settings');
      await page.getByLabel('Who may make an account').selectOption({ label: 'Anybody' });
      const steps = new Steps();
      const stranger = await (await ownStage.stranger()).newPage();
      await stranger.goto('/');
      await steps.press(stranger.getByRole('link', { name: 'Make an account' }), 'Make an account, on the front page');
      await shareFirst(stranger, steps, { name: 'Dan', login: 'dan', group: 'Attic' });
      steps.expectAtMost(11, 'a first photo, from the front page');
    });
  },
);

test(
  'a site that nobody runs yet lets in who comes, and says what of an invitation is needed afterwards',
  { tag: '@long' },
  async ({ ownStage }) => {
    const page = await (await ownStage.stranger()).newPage();
    await page.goto('/');
    await page.getByRole('link', { name: 'Make an account' }).click();
    await shareFirst(page, new Steps(), { name: 'Bob', login: 'bob', group: 'Attic' });
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByRole('button', { name: 'Make a link' }).click();
    await expect(page.getByText('This link opens on this computer only')).toBeVisible();
    if (process.env['SHOTS']) {
      await page.screenshot({ path: `${process.env['SHOTS']}/invite-here.png` });
      await page.setViewportSize({ width: 390, height: 844 });
      await page.screenshot({ path: `${process.env['SHOTS']}/invite-here-phone.png` });
    }

    const other = await (await ownStage.stranger()).newPage();
    await other.goto(await ownStage.administratorLink());
    await other.getByLabel('Your name').fill('Alice');
    await other.getByLabel('Sign-in name').fill('alice');
    await other.getByLabel('Password').fill('a few words in a row');
    await other.getByRole('button', { name: 'Make an account' }).click();
    await expect(other.getByText('Make a group').first()).toBeVisible();

    const late = await (await ownStage.stranger()).newPage();
    await late.goto('/');
    await expect(late.getByText('Have an invitation?')).toBeVisible();
    await expect(late.getByRole('link', { name: 'Make an account' })).toHaveCount(0);
    await late.goto('/sign-up');
    await expect(late.getByRole('link', { name: 'Sign in' })).toBeVisible();
    await expect(late.getByLabel('Sign-in name')).toHaveCount(0);
    if (process.env['SHOTS']) await late.screenshot({ path: `${process.env['SHOTS']}/sign-up-invited.png` });
  },
);
