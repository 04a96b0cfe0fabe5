// What a screen reader is told, and nothing else: roles, names and states. No style, no place, no text that has no role.
// What axe finds is asked on the way, each day; of every page in every state by accessible.spec.ts.
import { expect } from '@playwright/test';
import { expectNothingFound } from '#support/axe.ts';
import { type Guest, test } from '#support/journeys.ts';

test(
  'by the accessibility tree alone: find a photo, hear what is said, answer, and find the way back',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob] = [await stage.person('alice'), await stage.person('bob')];
    const groupId = await alice.makeGroup('Lake house', bob);
    const photoId = await aTalk(alice, bob, groupId);
    const page = await bob.tab('/');

    await test.step('Home says where one is and what one can do', async () => {
      await expect(page.getByRole('main')).toMatchAriaSnapshot(`
      - main:
        - article:
          - paragraph:
            - link "alice"
            - text: /added a photo to/
            - link "Lake house"
          - link /The jetty at six/:
            - /url: /p/${photoId}
    `);
      await expect(page.getByRole('navigation', { name: 'Main' })).toMatchAriaSnapshot(`
      - navigation "Main":
        - link "Home"
        - link "Groups"
        - link "Friends"
    `);
    });

    await test.step('the group is a list of photos under headings', async () => {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Lake house' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Lake house' })).toBeVisible();
      await expect(page.getByRole('list', { name: 'Photos' })).toMatchAriaSnapshot(`
      - list "Photos":
        - listitem:
          - heading "Today" [level=2]
        - listitem:
          - link /The jetty at six.*1 comment/
    `);
    });

    await test.step('the photo has its description and its conversation beside it', async () => {
      await page.getByRole('link', { name: /The jetty at six/u }).click();
      await expect(page.getByRole('main')).toMatchAriaSnapshot(`
      - main:
        - region "Photo":
          - img "The jetty at six"
        - complementary "About this photo":
          - region "Comments":
            - list:
              - listitem:
                - paragraph: Was it cold?
          - textbox "Write a comment"
          - button "Send"
    `);
      await page.getByRole('textbox', { name: 'Write a comment' }).fill('Not after a minute.');
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await expect(page.getByRole('region', { name: 'Comments' }).getByRole('listitem')).toHaveCount(2);
      await page.getByRole('button', { name: 'React' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Well done' }).click();
      await expect(page.getByRole('button', { name: 'Well done, 1', pressed: true })).toBeVisible();
    });

    await test.step('what somebody else says is announced', async () => {
      await alice.comment(photoId, 'I was there first.');
      await expect(page.getByRole('region', { name: 'Comments' }).getByRole('listitem')).toHaveCount(3);
      await expect(page.getByRole('region', { name: 'Comments' })).toMatchAriaSnapshot(`
      - region "Comments":
        - text: 1 new comment
    `);
    });

    await test.step('a member says what is to be seen, and everybody’s pictures carry it', async () => {
      const other = await alice.tab(`/g/${groupId}`);
      await page.getByRole('button', { name: 'Describe the photo' }).click();
      await page.getByRole('textbox', { name: 'What is on this photo' }).fill('A jetty, and the sun over the lake');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByRole('img', { name: 'A jetty, and the sun over the lake' })).toBeVisible();
      await expect(other.getByRole('link', { name: 'A jetty, and the sun over the lake' })).toBeVisible();
      await expectNothingFound(page, 'photo');
    });

    await test.step('the way back is a button', async () => {
      await page.getByRole('button', { name: 'Close' }).click();
      await expect(page.getByRole('link', { name: /A jetty, and the sun/u })).toBeFocused();
      await expectNothingFound(page, 'group');
    });
  },
);

async function aTalk(alice: Guest, bob: Guest, groupId: string): Promise<string> {
  const photoId = await alice.addPhoto(groupId, 'The jetty at six');
  await bob.comment(photoId, 'Was it cold?');
  return photoId;
}
