// What another app on the device hands over: by the form that the manifest names, through the service worker.
import { expect, type Page } from '@playwright/test';
import { expectControlled, INSTALLED } from '#support/device.ts';
import { expectPixels, prints, tray } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';
import { aPhotograph, type ChosenFile } from '#support/photographs.ts';

/** As the system does it for an installed app: a form with files, posted to the address that the manifest names. */
async function shareFrom(page: Page, files: readonly ChosenFile[], text = ''): Promise<void> {
  const manifest = await page.request.get('/app.webmanifest');
  const target = (await manifest.json()).share_target;
  const given = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, bytes: buffer.toString('base64') }));
  await page.evaluate(
    ({ to, handed, said }) => {
      const form = document.createElement('form');
      Object.assign(form, { action: to.action, method: to.method, enctype: to.enctype });
      const chosen = new DataTransfer();
      for (const { name, mimeType, bytes } of handed)
        chosen.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, { type: mimeType }));
      const field = Object.assign(document.createElement('input'), { type: 'file', multiple: true });
      field.name = to.params.files[0].name;
      field.files = chosen.files;
      form.append(field, Object.assign(document.createElement('input'), { name: to.params.text, value: said }));
      document.body.append(form);
      form.submit();
    },
    { to: target, handed: given, said: text },
  );
}

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Add photos' });

test(
  'photos that another app shares wait until one has said for whom they are, and then are added',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice', INSTALLED);
    const groupId = await alice.makeGroup('Harbour');
    await alice.makeGroup('Attic');
    const page = await alice.tab('/');
    await expectControlled(page);
    await shareFrom(page, [await aPhotograph('one.jpg'), await aPhotograph('two.jpg')]);
    await expect(dialogOf(page).getByRole('img')).toHaveCount(2);
    // A page that is left before the answer loses nothing.
    await page.goto('/friends');
    await expect(dialogOf(page).getByRole('img')).toHaveCount(2);
    await dialogOf(page).getByLabel('Who sees them').selectOption({ label: 'Harbour' });
    await dialogOf(page).getByRole('button', { name: 'Add 2 photos' }).click();
    await expect(tray(page).getByRole('heading', { name: '2 photos added to Harbour' })).toBeVisible();
    await page.goto(`/g/${groupId}`);
    await expect(prints(page)).toHaveCount(2);
    await expectPixels(prints(page).first());
    await expect(dialogOf(page)).toHaveCount(0);
  },
);

test(
  'shared before signing in, they wait for it; who does not want them is not asked again',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    await alice.makeGroup('Harbour');
    const context = await stage.stranger(INSTALLED);
    const page = await context.newPage();
    await page.goto('/');
    await expectControlled(page);
    await shareFrom(page, [await aPhotograph('one.jpg')], 'By the sea');
    await expect(page.getByText('The photos that you shared wait on this device.')).toBeVisible();
    await page.getByLabel('Sign-in name').fill(alice.account.login);
    await page.getByLabel('Password', { exact: true }).fill(alice.account.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(dialogOf(page).getByRole('img')).toHaveCount(1);
    await expect(dialogOf(page).getByLabel('Caption')).toHaveValue('By the sea');
    await dialogOf(page).getByRole('button', { name: 'Cancel' }).click();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible();
    await expect.poll(() => page.evaluate(() => caches.has('handed-over'))).toBe(false);
    await expect(dialogOf(page)).toHaveCount(0);
  },
);

test('without the worker one is told that nothing came through', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('alice');
  const page = await alice.tab('/');
  await expect(page.getByText('Begin with a group')).toBeVisible();
  await shareFrom(page, [await aPhotograph('one.jpg')]);
  await expect(page.getByRole('heading', { name: 'The photos did not come through' })).toBeVisible();
});
