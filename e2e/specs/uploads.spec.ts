import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { textNamedJpg } from '#support/bad-pictures.ts';
import { addPhotos, choosePhotos, expectPixels, prints, tray } from '#support/gestures.ts';
import { type Guest, Stage, startSite, test } from '#support/journeys.ts';
import { aHeavyPhotograph, aPhotograph } from '#support/photographs.ts';
import { cookieOf } from '#support/world.ts';

const line = (page: Page, name: string) => tray(page).getByRole('listitem').filter({ hasText: name });
/** A file is on its way, and a part of it is there. */
const isUnderWay = /^(?:[2-9]\d\d kB|0\.[2-9] MB|[1-9](?:\.\d)? MB) of \d+(?:\.\d)? MB/u;

/** From now on this page sends slowly; another page of the same browser does not. The answer changes that. */
async function sendSlowly(page: Page): Promise<(state: 'slow' | 'quick' | 'offline') => Promise<void>> {
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  const change = async (state: 'slow' | 'quick' | 'offline') => {
    const uploadThroughput = state === 'slow' ? 100 * 1024 : -1;
    const shared = { latency: 0, downloadThroughput: -1, uploadThroughput };
    await network.send('Network.emulateNetworkConditions', { ...shared, offline: state === 'offline' });
  };
  await change('slow');
  return change;
}
/** People say yes when a page asks whether it may be left. */
const leaveWithoutAsking = (page: Page) => page.on('dialog', (dialog) => void dialog.accept());

/** How many files wait on this device, whoever's they are. */
const keptCount = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('zoetrope-uploads');
        opening.addEventListener('error', () => reject(opening.error));
        opening.addEventListener('success', () => {
          const counting = opening.result.transaction('files').objectStore('files').count();
          counting.addEventListener('success', () => {
            opening.result.close();
            resolve(counting.result);
          });
        });
      }),
  );

/** The cookie of another device on which this person signs in. */
async function signInElsewhere(stage: Stage, { account }: Guest): Promise<string> {
  const { login, password } = account;
  const answer = await stage.api.request('POST', '/api/accounts/sign-in', { body: { login, password } });
  expect(answer.status).toBe(200);
  return cookieOf(answer.headers);
}
async function changePassword(stage: Stage, person: Guest, newPassword: string): Promise<void> {
  const cookie = await signInElsewhere(stage, person);
  const body = { password: person.account.password, newPassword };
  const answer = await stage.api.request('POST', '/api/accounts/change-password', { cookie, body });
  expect(answer.status).toBe(200);
}
async function signInAs(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('Sign-in name').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/u);
}

/** How many bytes of photos this browser has sent to begin anew or to go on. */
function countRequests(page: Page): { begun: number } {
  const count = { begun: 0 };
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/uploads')) count.begun += 1;
  });
  return count;
}

test(
  'photos go on where they stopped when the page is reloaded, and when the tab was closed',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const groupId = await alice.makeGroup('Slow boat');
    const page = await alice.tab(`/g/${groupId}`);
    leaveWithoutAsking(page);
    await sendSlowly(page);
    await addPhotos(page, [
      await aHeavyPhotograph('lock.jpg'),
      await aPhotograph('bridge.jpg'),
      await aPhotograph('cat.jpg'),
    ]);
    await expect(line(page, 'lock.jpg').getByText(isUnderWay)).toBeVisible();
    await page.reload();
    await expect(line(page, 'lock.jpg')).toBeVisible();
    await expect(tray(page).getByRole('heading', { name: /^Adding (a photo|\d photos) to Slow boat$/u })).toBeVisible();
    await page.close({ runBeforeUnload: false });

    const later = await alice.tab('/');
    const requests = countRequests(later);
    await later.getByRole('link', { name: 'Slow boat' }).first().click();
    await expectPixels(prints(later));
    await expect(prints(later)).toHaveCount(3);
    await expect(later.getByText('1 person, 3 photos')).toBeVisible();
    await expect(tray(later).getByText('Adding')).toHaveCount(0);
    // The large one had a place on the server already.
    expect(requests.begun).toBeLessThan(3);
    await later.reload();
    await expect(prints(later)).toHaveCount(3);
    await expect(tray(later)).toHaveCount(0);
  },
);

/** Counts the wake locks of the page, in place of the browser's own: there is no screen here that could go dark. */
async function countWakeLocks(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    let held = 0;
    const request = async () => {
      held += 1;
      const release = async () => void (held -= 1);
      return { released: false, release };
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
    Object.defineProperty(window, 'heldWakeLocks', { get: () => held });
  });
  return () => page.evaluate(() => (window as unknown as { heldWakeLocks: number }).heldWakeLocks);
}

test(
  'while photos are on their way the screen stays on, and a tab that is closed asks first',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const groupId = await alice.makeGroup('Ferry');
    const page = await (await alice.context()).newPage();
    const heldLocks = await countWakeLocks(page);
    await page.goto(`/g/${groupId}`);
    expect(await heldLocks()).toBe(0);
    const network = await sendSlowly(page);
    await addPhotos(page, [await aHeavyPhotograph('deck.jpg')]);
    await expect(line(page, 'deck.jpg').getByText(isUnderWay)).toBeVisible();
    expect(await heldLocks()).toBe(1);
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await expect(line(page, 'deck.jpg')).toBeVisible();

    await network('quick');
    await expect(tray(page).getByRole('heading', { name: 'A photo added to Ferry' })).toBeVisible();
    await expect.poll(heldLocks).toBe(0);
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
  },
);

test(
  'what is on its way is made small, and says how far it is while one looks at other pages',
  { tag: ['@phones-long', '@long'] },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const groupId = await alice.makeGroup('Quay');
    const page = await alice.tab(`/g/${groupId}`);
    const network = await sendSlowly(page);
    await addPhotos(page, [await aHeavyPhotograph('crane.jpg')]);
    await expect(line(page, 'crane.jpg').getByText(isUnderWay)).toBeVisible();
    const whole = (await tray(page).boundingBox())!.height;
    await tray(page).getByRole('button', { name: 'Make small' }).click();
    await expect(line(page, 'crane.jpg')).toHaveCount(0);
    expect((await tray(page).boundingBox())!.height).toBeLessThan(whole);
    const howFar = tray(page).getByRole('progressbar');
    const before = Number(await howFar.getAttribute('aria-valuenow'));
    await page.getByRole('link', { name: 'People' }).first().click();
    await expect(page).toHaveURL(`/g/${groupId}/people`);
    await expect.poll(async () => Number(await howFar.getAttribute('aria-valuenow'))).toBeGreaterThan(before);
    await expect(line(page, 'crane.jpg')).toHaveCount(0);
    await network('quick');
    await expect(tray(page).getByRole('heading', { name: 'A photo added to Quay' })).toBeVisible();
  },
);

test('photos wait while there is no network, and the tab says so', { tag: ['@phones', '@long'] }, async ({ stage }) => {
  const alice = await stage.person('alice');
  const groupId = await alice.makeGroup('Tunnel');
  const page = await alice.tab(`/g/${groupId}`);
  const network = await sendSlowly(page);
  await addPhotos(page, [await aHeavyPhotograph('portal.jpg')]);
  await expect(line(page, 'portal.jpg').getByText(isUnderWay)).toBeVisible();
  await network('offline');
  await addPhotos(page, [await aPhotograph('dark.jpg'), await aPhotograph('darker.jpg')]);
  await expect(line(page, 'dark.jpg')).toContainText('Waiting for the connection');
  await expect(page.getByText('1 person, 3 photos')).toHaveCount(0);
  await network('quick');
  await expect(tray(page).getByRole('heading', { name: '3 photos added to Tunnel' })).toBeVisible({ timeout: 40_000 });
  await expect(prints(page)).toHaveCount(3);
});

test(
  'of two tabs one sends, both show it, and the other goes on when the first is closed',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const groupId = await alice.makeGroup('Two windows');
    const [left, right] = [await alice.tab(`/g/${groupId}`), await alice.tab(`/g/${groupId}`)];
    await sendSlowly(left);
    await addPhotos(left, [await aHeavyPhotograph('sill.jpg'), await aPhotograph('pane.jpg')]);
    await expect(line(left, 'sill.jpg').getByText(isUnderWay)).toBeVisible();
    const requests = countRequests(right);
    await expect(line(right, 'sill.jpg').getByText(isUnderWay)).toBeVisible();
    expect(requests.begun).toBe(0);
    await left.close({ runBeforeUnload: false });
    await expect(prints(right)).toHaveCount(2);
    await expectPixels(prints(right).first());
    await expectPixels(prints(right).last());
    await expect(tray(right).getByText(/^(Adding|Waiting)/u)).toHaveCount(0);
    await expect(right.getByText('1 person, 2 photos')).toBeVisible();
  },
);

test('who signs out leaves nothing of theirs on the device', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('alice');
  const groupId = await alice.makeGroup('Library computer');
  const page = await alice.tab(`/g/${groupId}`);
  leaveWithoutAsking(page);
  await sendSlowly(page);
  await addPhotos(page, [await aHeavyPhotograph('private.jpg')]);
  await expect(line(page, 'private.jpg').getByText(isUnderWay)).toBeVisible();
  await expect.poll(() => keptCount(page)).toBe(1);
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect.poll(() => keptCount(page)).toBe(0);
  await expect(tray(page)).toHaveCount(0);
});

/** A photo of Alice's is on its way from her browser when her password is changed on another of her devices. */
async function endByPassword(stage: Stage): Promise<{ alice: Guest; groupId: string; page: Page; password: string }> {
  const alice = await stage.person('alice');
  const groupId = await alice.makeGroup('Locksmith');
  const page = await alice.tab(`/g/${groupId}`);
  leaveWithoutAsking(page);
  await sendSlowly(page);
  await addPhotos(page, [await aHeavyPhotograph('key.jpg')]);
  await expect(line(page, 'key.jpg').getByText(isUnderWay)).toBeVisible();
  await expect.poll(() => keptCount(page)).toBe(1);
  const password = 'the next long password';
  await changePassword(stage, alice, password);
  await expect(page.getByText('You were signed out on this device.')).toBeVisible();
  await expect(tray(page)).toHaveCount(0);
  return { alice, groupId, page, password };
}

test(
  'photos wait for whoever sent them when a new password ended the session, and go on when they sign in',
  { tag: '@long' },
  async ({ stage }) => {
    const { alice, groupId, page, password } = await endByPassword(stage);
    await page.close({ runBeforeUnload: false });
    // A visitor's page, which nobody told of the ended session, comes to where it purges.
    const other = await (await alice.context()).newPage();
    await Promise.all([other.waitForResponse(/own-queue/u), other.goto('/sign-in')]);
    await expect(other.getByLabel('Sign-in name')).toBeVisible();
    const requests = countRequests(other);
    await signInAs(other, alice.account.login, password);
    await other.goto(`/g/${groupId}`);
    await expectPixels(prints(other));
    await expect(prints(other)).toHaveCount(1);
    // The server had a part of it.
    expect(requests.begun).toBe(0);
    await expect.poll(() => keptCount(other)).toBe(0);
  },
);

test(
  'photos that waited for one person are gone when another signs in, who sees and sends none of them',
  { tag: '@long' },
  async ({ stage }) => {
    const { page } = await endByPassword(stage);
    const bob = await stage.person('bob');
    const requests = countRequests(page);
    await page.goto('/sign-in');
    await signInAs(page, bob.account.login, bob.account.password);
    await expect.poll(() => keptCount(page)).toBe(0);
    await expect(tray(page)).toHaveCount(0);
    expect(requests.begun).toBe(0);
  },
);

test('who signs a device out from elsewhere leaves no photos on it', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('alice');
  const groupId = await alice.makeGroup('Lost phone');
  const page = await alice.tab(`/g/${groupId}`);
  leaveWithoutAsking(page);
  await sendSlowly(page);
  await addPhotos(page, [await aHeavyPhotograph('private.jpg')]);
  await expect.poll(() => keptCount(page)).toBe(1);
  const cookie = await signInElsewhere(stage, alice);
  const { sessions } = (await stage.api.request('GET', '/api/accounts/sessions', { cookie })).json;
  const { id } = sessions.find((session: { isCurrent: boolean }) => !session.isCurrent);
  await stage.api.request('DELETE', `/api/accounts/sessions/${id}`, { cookie });
  await expect.poll(() => keptCount(page)).toBe(0);
  await expect(tray(page)).toHaveCount(0);
});

test(
  'the others see photos come in their shapes, and those that will not come leave',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const bob = await stage.person('bob');
    const groupId = await alice.makeGroup('Harvest', bob);
    await alice.addPhoto(groupId, 'Before');
    const [own, home, page] = [await alice.tab(`/g/${groupId}`), await alice.tab('/'), await bob.tab(`/g/${groupId}`)];
    await expect(prints(own)).toHaveCount(1);
    const network = await sendSlowly(page);
    const half = await aHeavyPhotograph('half.jpg');
    await addPhotos(page, [
      { ...half, buffer: half.buffer.subarray(0, half.buffer.length / 2) },
      await aHeavyPhotograph('wide.jpg'),
      await aPhotograph('tall.jpg', 900, 1200),
    ]);
    const places = (at: Page) => at.getByRole('button', { name: 'A photo by bob, on its way' });
    const list = own.getByRole('list', { name: 'Photos' });
    await expect(list).toContainText('bob is adding 3 photos');
    await expect(places(own)).toHaveCount(3);
    await expect(places(home)).toHaveCount(3);
    await expect(home.getByRole('article').first()).toContainText('bob is adding 3 photos to Harvest');
    await expect(page.getByRole('button', { name: 'Your photo, on its way' })).toHaveCount(3);

    await line(page, 'wide.jpg').getByRole('button', { name: 'Cancel wide.jpg' }).click();
    await expect(places(own)).toHaveCount(2);
    const place = await places(own).first().boundingBox();
    await network('quick');
    await expect(prints(own)).toHaveCount(2);
    await expectPixels(prints(own).first());
    await expect(places(own)).toHaveCount(0);
    await expect(list).not.toContainText('is adding');
    await expect(line(page, 'half.jpg')).toContainText('The picture is damaged');
    expect(await prints(own).first().boundingBox()).toEqual(place);
    await expectPixels(home.getByRole('article').first());
    await expect(home.getByRole('article').first()).toContainText('bob added a photo to Harvest');
  },
);

test('a photo that the group has is not sent again, and who added it is said', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('alice');
  const bob = await stage.person('bob');
  const groupId = await alice.makeGroup('Twice told', bob);
  const file = await aPhotograph('once.jpg');
  const [own, page] = [await alice.tab(`/g/${groupId}`), await bob.tab(`/g/${groupId}`)];
  await addPhotos(own, [file]);
  await expectPixels(prints(page));
  const requests = countRequests(page);
  await addPhotos(page, [{ ...file, name: 'again.jpg' }]);
  await expect(line(page, 'again.jpg')).toContainText(/^again\.jpgAlready here: alice added it .*Not added twice\./u);
  expect(requests.begun).toBe(0);
  await line(page, 'again.jpg').getByRole('link', { name: 'Show' }).click();
  await expect(page).toHaveURL(/\/p\//u);
});

test('photos for a group that has closed meanwhile go to nobody else', { tag: '@long' }, async ({ stage }) => {
  const [alice, bob] = [await stage.person('alice'), await stage.person('bob')];
  const groupId = await alice.makeGroup('Lake house', bob);
  const otherId = await bob.makeGroup('Attic');
  const page = await bob.tab(`/g/${groupId}`);
  const dialog = await choosePhotos(page, [await aPhotograph('private.jpg')]);
  await expect(dialog.getByLabel('Who sees them')).toHaveValue(groupId);
  await alice.removeFrom(groupId, bob);
  await expect(dialog.getByText('You can no longer add photos there.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Add a photo' })).toBeDisabled();
  await dialog.getByLabel('Who sees them').selectOption({ label: 'Attic' });
  await dialog.getByRole('button', { name: 'Add a photo' }).click();
  await expect(tray(page).getByRole('heading', { name: 'A photo added to Attic' })).toBeVisible();
  await page.goto(`/g/${otherId}`);
  await expect(prints(page)).toHaveCount(1);
});

test('that a batch is there, and what of it is not, is announced', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('alice');
  const groupId = await alice.makeGroup('Attic');
  const page = await alice.tab(`/g/${groupId}`);
  await addPhotos(page, [
    await aPhotograph('window.jpg'),
    { name: 'diary.jpg', mimeType: 'image/jpeg', buffer: textNamedJpg() },
  ]);
  const said = page.locator('[aria-live="polite"]');
  const results = ['A photo added to Attic', '1 photo was not added'];
  // One after the other, in either order; what was said is gone after five seconds.
  const [first, second] = [said.filter({ hasText: results[0]! }), said.filter({ hasText: results[1]! })];
  await Promise.all([expect(first).toHaveCount(1), expect(second).toHaveCount(1)]);
});

/** Loaded before the server: its disk is full for as long as this file is there. */
const FULL_DISK = `
  import { existsSync } from 'node:fs';
  import fs from 'node:fs/promises';
  const { statfs } = fs;
  const full = { bavail: 0, bsize: 1 };
  fs.statfs = async (folder) => (existsSync(process.env.DISK_IS_FULL) ? full : statfs(folder));
`;

test(
  'a photo for whose rest the server has no room says so, and goes on from there when it has',
  { tag: '@long' },
  async ({ browser }) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'zoetrope-full-'));
    const isFull = path.join(folder, 'full');
    const server = await startSite({
      DISK_IS_FULL: isFull,
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(FULL_DISK)}`,
    });
    const stage = new Stage(server, browser);
    const alice = await stage.person('alice');
    const page = await alice.tab(`/g/${await alice.makeGroup('Attic')}`);
    const requests = countRequests(page);
    const offsets: string[] = [];
    await page.route('**/api/uploads/*', async (route, request) => {
      const offset = request.headers()['upload-offset'];
      if (request.method() === 'PATCH' && offset !== undefined) {
        offsets.push(offset);
        if (offsets.length === 2) await writeFile(isFull, '');
      }
      await route.continue();
    });
    const heavy = await aHeavyPhotograph('trunk.jpg', 3600);
    const chunkBytes = 8 * 1024 * 1024;
    expect(heavy.buffer.length).toBeGreaterThan(chunkBytes + 1_000_000);
    await addPhotos(page, [heavy]);
    await expect(line(page, 'trunk.jpg')).toContainText('The server has no room for more photos.');
    await rm(isFull);
    await line(page, 'trunk.jpg').getByRole('button', { name: 'Retry' }).click();
    await expect(tray(page).getByRole('heading', { name: 'A photo added to Attic' })).toBeVisible();
    await expectPixels(prints(page));
    // Nothing was sent twice, and nothing before somebody asked for it.
    expect(offsets).toEqual(['0', String(chunkBytes), String(chunkBytes)]);
    expect(requests.begun).toBe(1);
    await stage.leave();
    await server.remove();
    await rm(folder, { recursive: true });
  },
);
