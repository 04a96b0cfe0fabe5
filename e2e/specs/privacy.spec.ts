import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { printOf } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

test(
  'one who is no member sees nothing, and cannot tell that there is something',
  { tag: '@phones-long' },
  async ({ stage }) => {
    const [alice, bob, dan] = await Promise.all(['alice', 'bob', 'dan'].map((name) => stage.person(name)));
    const groupId = await alice!.makeGroup('Secret garden', bob!);
    const photoId = await alice!.addPhoto(groupId, 'The hidden gate');

    await test.step('bob, who is in, sees the photo', async () => {
      const page = await bob!.tab(`/g/${groupId}`);
      await expect(printOf(page, 'The hidden gate')).toBeVisible();
    });

    const looks = async (address: string) => {
      const page = await dan!.tab(address);
      const shown = page.getByRole('main');
      await expect(shown.getByRole('heading')).toContainText('is not here');
      const text = await shown.innerText();
      await page.close();
      return text;
    };
    await test.step('to dan the pages look as made-up ones do', async () => {
      expect(await looks(`/g/${groupId}`)).toBe(await looks(`/g/${randomUUID()}`));
      expect(await looks(`/p/${photoId}`)).toBe(await looks(`/p/${randomUUID()}`));
    });

    await test.step('and so do the bytes and what stands in the pages before any script', async () => {
      for (const guest of [dan!, await stage.person('carla')]) {
        for (const rendition of ['w320.webp', 'original']) {
          const real = await guest.fetch(`/photos/${photoId}/${rendition}`);
          const madeUp = await guest.fetch(`/photos/${randomUUID()}/${rendition}`);
          expect(real.status).toBe(404);
          expect({ status: real.status, text: real.text }).toEqual({ status: madeUp.status, text: madeUp.text });
        }
        expect((await guest.fetch(`/p/${photoId}`)).text).toBe((await guest.fetch(`/p/${randomUUID()}`)).text);
      }
      expect((await bob!.fetch(`/photos/${photoId}/w320.webp`)).status).toBe(200);
    });

    await test.step('neither does anything of it stand in what dan’s page asks for', async () => {
      const page = await (await dan!.context()).newPage();
      const heard: string[] = [];
      page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))));
      await page.goto(`/g/${groupId}`);
      await expect(page.getByRole('heading', { name: 'This group is not here' })).toBeVisible();
      expect(heard.join('\n')).not.toContain('Secret garden');
      expect(heard.join('\n')).not.toContain(photoId);
    });
  },
);

test(
  'a removed member’s open pages say so at once, and the photo’s bytes are gone for them',
  { tag: '@phones-long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const bob = await stage.person('bob');
    const groupId = await alice.makeGroup('Book club', bob);
    const photoId = await alice.addPhoto(groupId, 'The last chapter');
    const bytes = `/photos/${photoId}/w320.webp`;
    const [groupPage, photoPage, peoplePage] = await Promise.all([
      bob.tab(`/g/${groupId}`),
      bob.tab(`/p/${photoId}`),
      bob.tab(`/g/${groupId}/people`),
    ]);
    await expect(printOf(groupPage, 'The last chapter')).toBeVisible();
    await expect(photoPage.getByText('The last chapter')).toBeVisible();
    await expect(peoplePage.getByRole('link', { name: 'bob (you)' })).toBeVisible();
    expect((await bob.fetch(bytes)).status).toBe(200);

    const own = await alice.tab(`/g/${groupId}/people`);
    await own.getByRole('button', { name: 'What may be done about bob' }).click();
    await own.getByRole('menuitem', { name: 'Remove from Book club' }).click();
    await own.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();

    await expect(groupPage.getByRole('heading', { name: 'You are no longer in Book club' })).toBeVisible();
    await expect(peoplePage.getByRole('heading', { name: 'You are no longer in Book club' })).toBeVisible();
    await expect(photoPage.getByRole('heading', { name: 'This photo is gone' })).toBeVisible();
    expect((await bob.fetch(bytes)).status).toBe(404);
    // The browser's own copy is not shown either.
    const status = await groupPage.evaluate(async (address) => (await fetch(address)).status, bytes);
    expect(status).toBe(404);
    await expect(own.getByText('1 person, 1 photo')).toBeVisible();
  },
);
