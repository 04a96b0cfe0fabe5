// The main job in two WebKits that see each other: an account, a group, an invitation, a photo, a comment, all live.
import fs from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { printedAdministratorLink, startSite } from '#support/journeys.ts';
import { aPhotograph } from '#support/photographs.ts';
import { until } from '#support/until.ts';
import { startWebkit } from './webkit.ts';
import { Session } from './webdriver.ts';

// oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are needed from this pattern.
test('two people make accounts, a group and an invitation, and share a photo and words live', async ({}, info) => {
  test.setTimeout(300_000);
  const webkit = await startWebkit(2);
  test.skip(webkit === undefined, 'There is no WebKit here.');
  const [alice, bob] = [await Session.open(webkit!.urls[0]!), await Session.open(webkit!.urls[1]!)];
  const site = await startSite();
  const at = (address: string) => `${site.url}${address}`;
  try {
    await test.step('Alice makes an account and a group', async () => {
      await alice.goTo(at(await printedAdministratorLink(site.lines)));
      await alice.type('Your name', 'Alice');
      await alice.type('Sign-in name', 'alice');
      await alice.type('Password', 'a few words in a row');
      await alice.press('Make an account');
      await alice.see('Begin with a group');
      await alice.goTo(at('/groups'));
      await alice.press('Make a group');
      await alice.type('Name of the group', 'Lake house');
      await alice.press('Make the group');
      await alice.see('Lake house');
    });
    const link = await test.step('invites with a link', async () => {
      await alice.press('Invite');
      await alice.press('Make a link');
      await alice.see('Invitation link');
      const url = await alice.run<string>('return document.querySelector("[readonly]").value');
      await alice.press('Done');
      return url;
    });
    await test.step('Bob joins by it, and both pages are live', async () => {
      await bob.goTo(link);
      await bob.type('Your name', 'Bob');
      await bob.type('Sign-in name', 'bob');
      await bob.type('Password', 'another few words in a row');
      await bob.press('Join Lake house');
      await bob.see('Live');
      await alice.see('Live');
      await alice.see('2 people, 0 photos');
    });
    await test.step('Alice adds a photo, and Bob sees its pixels', async () => {
      const file = info.outputPath('jetty.jpg');
      await fs.writeFile(file, (await aPhotograph('jetty.jpg')).buffer);
      await alice.press('Add photos');
      await alice.see('Choose photos');
      await alice.choose('[role=dialog] input[type=file]', file);
      await alice.type('Caption', 'The jetty at six');
      await alice.press('Add a photo');
      await bob.see('The jetty at six');
      const width =
        'return document.querySelector("a[aria-label=\\"The jetty at six\\"] picture img")?.naturalWidth ?? 0';
      await until('Bob sees its pixels', async () => (await bob.run<number>(width)) > 0, 60_000);
    });
    await test.step('Bob comments, and Alice reads it without a reload', async () => {
      await alice.press('The jetty at six');
      await alice.see('Nobody has said anything yet.');
      await bob.press('The jetty at six');
      await bob.type('Write a comment', 'Was it cold?');
      await bob.press('Send');
      await alice.see('Was it cold?');
      await alice.type('Write a comment', 'Very.');
      await alice.press('Send');
      await bob.see('Very.');
    });
    await test.step('Arabic runs from right to left', async () => {
      await bob.picture(info.outputPath('photo.png'));
      await bob.goTo(at('/settings'));
      await bob.see('Language');
      await bob.run(
        `const field = [...document.querySelectorAll('select')].find((one) => [...one.options].some((o) => o.value === 'ar'));
         field.value = 'ar';
         field.dispatchEvent(new Event('change', { bubbles: true }));`,
      );
      await bob.see('الإعدادات');
      expect(await bob.run('return document.documentElement.dir')).toBe('rtl');
      await bob.picture(info.outputPath('settings.png'));
    });
    info.annotations.push({ type: 'engine', description: `WebKitGTK ${alice.version}` });
  } finally {
    await alice.close();
    await bob.close();
    await webkit!.stop();
    await site.remove();
  }
});
