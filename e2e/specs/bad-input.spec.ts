// What people type, and photos of shapes that no camera makes: pages stay usable, and say what to do.
import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';
import { addPhotos, commentOf, composer, expectPixels, printOf, prints, say, tray } from '#support/gestures.ts';
import { type Guest, test } from '#support/journeys.ts';
import { cutOff } from '#support/layout.ts';
import { aPhotograph, type ChosenFile } from '#support/photographs.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };

/** Each page on which a person's and a group's name and a caption stand, on a phone and on a desk. */
async function expectNothingCutOff(page: Page, addresses: readonly string[]): Promise<void> {
  for (const viewport of [PHONE, DESK]) {
    await page.setViewportSize(viewport);
    for (const address of addresses) {
      await page.goto(address);
      await expect(page.getByRole('main')).toBeVisible();
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      await expect.poll(() => cutOff(page), { message: `${address} at ${viewport.width}` }).toEqual([]);
    }
  }
}

/** A photograph, or nothing at all. */
const aFile = async (name: string): Promise<ChosenFile> =>
  name === 'nothing' ? { name, mimeType: 'image/jpeg', buffer: Buffer.alloc(0) } : aPhotograph(name);

const placesOf = (guest: Guest, groupId: string, photoId: string): string[] => [
  '/',
  `/g/${groupId}`,
  `/g/${groupId}/people`,
  `/g/${groupId}/about`,
  `/p/${photoId}`,
  '/groups',
  '/friends',
  '/settings',
  `/people/${guest.id}`,
];

for (const [kind, personName, groupName] of [
  ['80 letters without a space', 'W'.repeat(80), 'Ẁ'.repeat(80)],
  ['80 families of eleven code units', '👩‍👩‍👧‍👦'.repeat(80), '👩‍👩‍👧‍👦'.repeat(80)],
  ['one emoji', '🦊', '🏡'],
  ['from right to left', 'محمد بن عبد الله (أبو عمر)!', 'بيت البحيرة 2026!'],
] as const) {
  test(`a name of ${kind} breaks no page`, { tag: '@long' }, async ({ stage }) => {
    test.setTimeout(180_000);
    const [named, alice] = [await stage.person(personName), await stage.person('Alice')];
    const groupId = await named.makeGroup(groupName, alice);
    const photoId = await named.addPhoto(groupId, '');
    await named.comment(photoId, 'Hello');
    await named.befriend(alice);
    const page = await alice.tab('/');
    await expectNothingCutOff(page, placesOf(named, groupId, photoId));
    await page.goto(`/p/${photoId}`);
    await expect(page.getByRole('link', { name: personName }).first()).toBeVisible();
    await say(page, 'Hello, you');
    await expect(commentOf(page, 'Hello, you')).toBeVisible();
    await page.goto(`/invite/${await named.invite(groupId)}`);
    await expect(page.getByRole('button', { name: `Join ${groupName}` })).toBeVisible();
    expect(await cutOff(page)).toEqual([]);
    await page.goto(`/g/${groupId}/about`);
    await page.getByRole('button', { name: 'Leave the group' }).click();
    await expect(page.getByRole('alertdialog')).toBeVisible();
    expect(await cutOff(page)).toEqual([]);
  });
}

test('a name of 200 letters is not cut but refused, and says how long it may be', async ({ stage }) => {
  const page = await (await stage.stranger()).newPage();
  await page.goto('/sign-up');
  const name = page.getByLabel('Your name');
  await name.fill('a'.repeat(200));
  await expect(page.getByText('-120', { exact: true }).or(page.getByText('−120', { exact: true }))).toBeVisible();
  await page.getByLabel('Sign-in name').fill(`long-${Date.now()}`);
  await page.getByLabel('Password').fill('a few words in a row');
  await page.getByRole('button', { name: 'Make an account' }).click();
  await expect(page.getByText('At most 80 characters.')).toBeVisible();
  await expect(name).toHaveValue('a'.repeat(200));
  await name.fill('Ada');
  await page.getByRole('button', { name: 'Make an account' }).click();
  await expect(page.getByText('Begin with a group')).toBeVisible();

  await page.goto('/groups');
  await page.getByRole('main').getByRole('button', { name: 'Make a group' }).first().click();
  await page.getByLabel('Name of the group').fill('g'.repeat(200));
  await page.getByRole('button', { name: 'Make the group' }).click();
  await expect(page.getByText('At most 80 characters.')).toBeVisible();
  await page.getByLabel('Name of the group').fill('Lake house');
  await page.getByRole('button', { name: 'Make the group' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Lake house' })).toBeVisible();
});

for (const [kind, caption] of [
  ['words', 'A jetty, and the sun over the lake. '.repeat(60).slice(0, 1_999).trim()],
  ['one word', 'W'.repeat(2_000)],
  ['lines', 'line\n'.repeat(400).trim()],
] as const) {
  test(
    `a caption of 2,000 characters in ${kind} is read whole and hides nothing`,
    { tag: '@long' },
    async ({ stage }) => {
      const alice = await stage.person('Alice');
      const groupId = await alice.makeGroup('Lake house');
      const photoId = await alice.addPhoto(groupId, caption);
      const page = await alice.tab('/');
      await expectNothingCutOff(page, ['/', `/g/${groupId}`, `/p/${photoId}`]);
      await page.setViewportSize(PHONE);
      await page.goto('/');
      await expectPixels(page.getByRole('link', { name: caption.slice(0, 20) }));
      // A glance at the batch: what comes next is not pushed off the screen by what one person wrote.
      const box = (await page.locator('.roll').first().boundingBox())!;
      expect(box.height).toBeLessThan(PHONE.height);
      await page.goto(`/p/${photoId}`);
      const written = page.getByRole('complementary').getByText(caption.slice(-20));
      await written.evaluate((one) => one.scrollIntoView({ block: 'end' }));
      await expect(written).toBeInViewport();
      await say(page, 'Long!');
      await expect(commentOf(page, 'Long!')).toBeInViewport();
      await page.getByRole('button', { name: 'Edit the caption' }).click();
      await page.getByLabel('Caption').fill(`${caption}${'!'.repeat(20)}`);
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('At most 2,000 characters.')).toBeVisible();
      await page.getByLabel('Caption').fill('Short.');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByRole('complementary').getByText('Short.')).toBeVisible();
    },
  );
}

test(
  'files whose names point elsewhere, turn around or have no end are added, and their lines stay lines',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('Alice');
    const groupId = await alice.makeGroup('Names');
    const page = await alice.tab(`/g/${groupId}`);
    const names = [
      '..\\..\\etc\\passwd.jpg',
      'holiday/2026/../../beach.jpg',
      'seen from the \u202Egpj.exe',
      'أحمد على الشاطئ.jpg',
      '👩‍👩‍👧‍👦🏖️.jpg',
      `${'n'.repeat(3_996)}.jpg`,
      '<img src=x onerror=alert(1)>.jpg',
    ];
    await page.setViewportSize(PHONE);
    await addPhotos(page, await Promise.all([...names, 'nothing'].map((name) => aFile(name))));
    await expect(tray(page).getByRole('listitem').filter({ hasText: 'The file is empty.' })).toHaveCount(1);
    await expect(tray(page).getByRole('listitem').filter({ hasText: 'Added' }).first()).toBeVisible();
    await expect(printOf(page, /^Photo by you/u)).toHaveCount(names.length);
    for (const viewport of [PHONE, DESK]) {
      await page.setViewportSize(viewport);
      expect(await cutOff(page)).toEqual([]);
      const heights = await tray(page)
        .getByRole('listitem')
        .evaluateAll((lines) => lines.map((line) => line.getBoundingClientRect().height));
      expect(heights.length).toBeGreaterThan(1);
      expect(Math.max(...heights)).toBeLessThan(160);
    }
    // No name of anybody's is in what is served, which has one of its own.
    const photoId = /[0-9a-f-]{36}/u.exec((await prints(page).first().getAttribute('href'))!)![0];
    await alice.untilOriginal(photoId);
    const { 'content-disposition': name } = (await page.request.get(`/photos/${photoId}/original`)).headers();
    expect(name).toMatch(/^attachment; filename="photo-[0-9a-f]{8}\.jpg"$/u);
  },
);

test(
  'photos of 1 by 20,000 pixels, and of 20,000 by 1, are added, seen and opened',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('Alice');
    const groupId = await alice.makeGroup('Threads');
    const thread = async (name: string, width: number, height: number) => ({
      name,
      mimeType: 'image/png',
      buffer: await sharp({ create: { width, height, channels: 3, background: '#c33' } })
        .png()
        .toBuffer(),
    });
    const page = await alice.tab(`/g/${groupId}`);
    await addPhotos(page, [await thread('tall.png', 1, 20_000), await thread('wide.png', 20_000, 1)]);
    await expect(tray(page).getByRole('heading', { name: '2 photos added to Threads' })).toBeVisible();
    for (const viewport of [PHONE, DESK]) {
      await page.setViewportSize(viewport);
      for (const address of ['/', `/g/${groupId}`]) {
        await page.goto(address);
        await expect(printOf(page, /^Photo by you/u)).toHaveCount(2);
        for (const print of await printOf(page, /^Photo by you/u).all()) {
          await expectPixels(print);
          const box = (await print.boundingBox())!;
          expect(Math.min(box.width, box.height), `${address} at ${viewport.width}`).toBeGreaterThanOrEqual(44);
          expect(box.height).toBeLessThanOrEqual(viewport.height);
        }
        expect(await cutOff(page)).toEqual([]);
      }
      for (const at of [0, 1]) {
        await page.goto(`/g/${groupId}`);
        await prints(page).nth(at).click();
        const picture = page.locator('.photo-current img').last();
        await expect.poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0);
        const box = (await picture.boundingBox())!;
        expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24);
        expect(Math.max(box.width, box.height)).toBeGreaterThan(200);
        await expect(picture).toBeInViewport({ ratio: 0.99 });
        await expect(composer(page)).toBeVisible();
      }
    }
  },
);

test(
  'a photo that fails to load on its own page says so, and a press loads it',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('Alice');
    const groupId = await alice.makeGroup('Station');
    const photoId = await alice.addPhoto(groupId, 'The clock');
    const context = await alice.context();
    await context.route('**/photos/**', (route) => route.abort());
    const page = await alice.tab(`/p/${photoId}`);
    const retry = page.getByRole('button', { name: 'Tap to load' });
    await expect(retry).toBeVisible();
    await say(page, 'I cannot see it.');
    await expect(commentOf(page, 'I cannot see it.')).toBeVisible();
    await context.unroute('**/photos/**');
    await retry.click();
    await expectPixels(page.locator('.photo-current'));
    await expect(retry).toHaveCount(0);
  },
);
