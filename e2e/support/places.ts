// Every page of the app, and every dialog and menu of it, by the way there; its states are in page-states.ts. Whoever looks
// at all of them brings the people; a page or dialog that is added to the app belongs here.
import { expect, type Page } from '@playwright/test';
import { LINK_PAGES } from '@zoetrope/contract/accounts.ts';
import { photoUrl, VIDEO } from '@zoetrope/contract/renditions.ts';
import { textNamedJpg } from '#support/bad-pictures.ts';
import { choosePhotos, composer, expectPixels, printOf, say, tray } from '#support/gestures.ts';
import type { Guest, Stage } from '#support/journeys.ts';
import { aPhotograph } from '#support/photographs.ts';
import { at, open, type Places, press, refused, shows, type Way } from '#support/ways.ts';

/** Alice's groups and friends, then her photos and her own; what she looks at has something of everything. */
export async function placesOfMember(stage: Stage, alice: Guest): Promise<{ groups: Places; photos: Places }> {
  const [bob, carla, dan] = [await stage.person('Bob'), await stage.person('Carla'), await stage.person('Dan')];
  const groupId = await alice.makeGroup('Lake house', bob);
  const emptyId = await alice.makeGroup('Attic');
  const openToBob = await bob.makeGroup('Harbour', alice);
  const photoId = await alice.addPhoto(groupId, 'The jetty at six');
  const spareId = await alice.addPhoto(groupId, 'Blurred');
  const bobsId = await bob.addPhoto(groupId, 'The other shore');
  await alice.comment(photoId, 'Nobody was there.');
  await bob.comment(photoId, 'Was it cold?');
  await alice.befriend(bob);
  await bob.addPhoto('friends', 'For friends');
  await carla.ask(alice);
  await alice.ask(dan);
  await alice.invite(groupId);

  const group = at(`/g/${groupId}`, 'Lake house');
  const photo: Way = async (page) => {
    await page.goto(`/p/${photoId}`);
    await shows(page, 'Was it cold?');
  };
  const people = at(`/g/${groupId}/people`, 'Open links');
  const then =
    (way: Way, ...acts: Way[]): Way =>
    async (page) => {
      for (const act of [way, ...acts]) await act(page);
    };
  const selecting = then(group, async (page) => {
    await expectPixels(printOf(page, 'The other shore'));
    await press(page, 'Select');
    await open(page, 'toolbar');
  });
  const oneSelected = then(selecting, (page) => page.getByRole('checkbox', { name: /The jetty at six/u }).click());
  const aFile = async () => [await aPhotograph('hill.jpg')];

  const groups: Places = {
    home: then(at('/', 'Home'), (page) => expectPixels(printOf(page, /The jetty at six/u).first())),
    'home, the connection explained': then(at('/', 'Home'), async (page) => {
      await press(page, 'Live');
      await open(page, 'dialog');
    }),
    groups: at('/groups', 'Make a group'),
    'groups, making one': then(at('/groups', 'Make a group'), async (page) => {
      await press(page, 'Make a group');
      await open(page, 'dialog');
    }),
    'groups, making one without a name': then(at('/groups', 'Make a group'), async (page) => {
      await press(page, 'Make a group');
      await press(page, 'Make the group');
      await refused(page);
    }),
    friends: at('/friends', 'Not answered yet'),
    'a friend': at(`/people/${bob.id}`, 'You are friends.'),
    'a friend, ending it': then(at(`/people/${bob.id}`, 'You are friends.'), async (page) => {
      await press(page, 'Friends');
      await open(page, 'alertdialog');
    }),
    'somebody who asks to be friends': at(`/people/${carla.id}`, 'For friends only'),
    'somebody who was asked': at(`/people/${dan.id}`, 'Asked. Take back'),
    oneself: at(`/people/${alice.id}`, 'This is you.'),
    'somebody who is not here': at(`/people/${photoId}`, 'This person is not here'),

    group: then(group, (page) => expectPixels(printOf(page, 'The jetty at six'))),
    'group, empty': at(`/g/${emptyId}`, 'Nothing here yet'),
    'group, empty, of another': at(`/g/${openToBob}`, 'Nothing here yet'),
    'group, its order': then(group, async (page) => {
      await press(page, 'Newest first');
      await open(page, 'menu');
    }),
    'group, by day taken': then(group, async (page) => {
      await press(page, 'Newest first');
      await page.getByRole('menuitemradio', { name: 'By day taken' }).click();
      await expectPixels(printOf(page, 'The jetty at six'));
      await press(page, 'By day taken');
      await page.getByRole('menuitemradio', { name: 'Newest first' }).click();
    }),
    'group, more': then(group, async (page) => {
      await press(page, 'More');
      await open(page, 'menu');
    }),
    'group, selecting': selecting,
    'group, one selected': oneSelected,
    'group, what is not one’s own selected': then(selecting, async (page) => {
      await page.getByRole('checkbox', { name: /The other shore/u }).click();
      // It is off, and says why when it is pressed all the same.
      await page.getByRole('toolbar').getByRole('button', { name: 'Who sees them' }).click({ force: true });
      await shows(page, 'Only whoever added a photo says who sees it.');
    }),
    'group, who sees what is selected': then(oneSelected, async (page) => {
      await page.getByRole('toolbar').getByRole('button', { name: 'Who sees them' }).click();
      await open(page, 'dialog');
    }),
    'group, news waits': then(selecting, async (page) => {
      await bob.addPhoto(groupId, 'Just now');
      await expect(page.getByRole('button', { name: /^Bob added/u })).toBeVisible();
    }),
    'group, somebody adds': then(group, async (page) => {
      await bob.announce(groupId);
      await shows(page, /Bob is adding/u);
    }),
    'group, inviting': then(group, async (page) => {
      await press(page, 'Invite');
      await open(page, 'dialog');
    }),
    'group, a link to send': then(group, async (page) => {
      await press(page, 'Invite');
      await press(page, 'Make a link');
      await expect(page.getByLabel('Invitation link')).toBeVisible();
    }),
    'group, asked which photos': then(group, async (page) => {
      await press(page, 'Add photos');
      await shows(page, 'Choose photos');
    }),
    'group, a photo chosen': then(group, async (page) => {
      const dialog = await choosePhotos(page, await aFile());
      await expect(dialog.getByLabel('Caption')).toBeVisible();
    }),
    people,
    'people, a menu': then(people, async (page) => {
      await press(page, 'What may be done about Bob');
      await open(page, 'menu');
    }),
    'people, removing one': then(people, async (page) => {
      await press(page, 'What may be done about Bob');
      await page.getByRole('menuitem', { name: 'Remove from Lake house' }).click();
      await open(page, 'alertdialog');
    }),
    'people, handing over': then(people, async (page) => {
      await press(page, 'What may be done about Bob');
      await page.getByRole('menuitem', { name: 'Make owner' }).click();
      await open(page, 'alertdialog');
    }),
    about: at(`/g/${groupId}/about`, 'Made on'),
    'about, without a name': then(at(`/g/${groupId}/about`, 'Made on'), async (page) => {
      await page.getByLabel('Name of the group').fill(' ');
      await press(page, 'Rename');
      await refused(page);
    }),
    'about, deleting': then(at(`/g/${groupId}/about`, 'Made on'), async (page) => {
      await press(page, 'Delete the group');
      await open(page, 'alertdialog');
    }),
    'about, leaving': then(at(`/g/${openToBob}/about`, 'Made on'), async (page) => {
      await press(page, 'Leave the group');
      await open(page, 'alertdialog');
    }),
  };
  const photos: Places = {
    photo,
    'photo of another': at(`/p/${bobsId}`, 'Nobody has said anything yet.'),
    'photo, more': then(photo, async (page) => {
      await press(page, 'More');
      await open(page, 'menu');
    }),
    'photo, who sees it': then(photo, async (page) => {
      await press(page, 'More');
      await page.getByRole('menuitem', { name: 'Who sees it' }).click();
      await open(page, 'dialog');
    }),
    'photo, choosing a reaction': then(photo, async (page) => {
      await press(page, 'React');
      await open(page, 'dialog');
    }),
    'photo, with a reaction': then(photo, async (page) => {
      const mine = page.getByRole('button', { name: 'Wow, 1' });
      if ((await mine.count()) === 0) {
        await press(page, 'React');
        await page.getByRole('dialog').getByRole('button', { name: 'Wow' }).click();
      }
      await expect(mine).toBeVisible();
    }),
    'photo, its caption': then(photo, async (page) => {
      await press(page, 'Edit the caption');
      await expect(page.getByLabel('Caption')).toBeVisible();
    }),
    'photo, described': then(photo, async (page) => {
      await press(page, 'Describe the photo');
      await expect(page.getByLabel('What is on this photo')).toBeVisible();
    }),
    'photo, a comment edited': then(photo, async (page) => {
      await press(page, 'Edit');
      await expect(page.getByLabel('Edit the comment')).toBeVisible();
    }),
    'photo, a comment too long': then(photo, async (page) => {
      await say(page, 'So. '.repeat(2_000));
      await refused(page);
    }),
    'photo, a comment deleted': then(photo, async (page) => {
      await press(page, 'Delete');
      await shows(page, 'Comment deleted.');
    }),
    'photo, a comment written': then(photo, (page) => composer(page).fill('One more thing')),
    'photo, a slide show': then(at(`/p/${bobsId}`, 'Nobody has said anything yet.'), async (page) => {
      await press(page, 'Play a slide show');
      await expect(page.getByRole('button', { name: 'Stop the slide show' })).toBeVisible();
    }),
    'photo, deleted': then(at(`/p/${spareId}`, 'Blurred'), async (page) => {
      await press(page, 'More');
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await shows(page, 'Photo deleted.');
    }),
    'photo that is not here': at(`/p/${groupId}`, 'This photo is not here'),
    'group that is not here': at(`/g/${photoId}`, 'This group is not here'),

    settings: at('/settings', 'This device'),
    'settings, without a name': then(at('/settings', 'This device'), async (page) => {
      await page.getByLabel('Your name').fill(' ');
      await page.getByRole('button', { name: 'Save', exact: true }).first().click();
      await refused(page);
    }),
    'settings, a wrong password': then(at('/settings', 'This device'), async (page) => {
      await page.getByLabel('Password now').fill('not this one at all');
      await page.getByLabel('New password').fill('a few other words in a row');
      await press(page, 'Change the password');
      await expect(page.getByRole('alert').first()).toBeVisible();
    }),
    'photos that another app lost': at('/share?lost', 'The photos did not come through'),
    'an address of nothing': at('/nowhere', 'There is nothing at this address'),

    // The last ones: what is not sent goes on in whatever is opened after them.
    'group, files that are refused': then(group, async (page) => {
      const dialog = await choosePhotos(page, [
        { name: 'diary.jpg', mimeType: 'image/jpeg', buffer: textNamedJpg() },
        { name: 'nothing.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) },
      ]);
      await dialog.getByRole('button', { name: 'Add 2 photos' }).click();
      await expect(tray(page)).toContainText('Nothing was added');
    }),
    'group, a photo on its way': then(group, async (page) => {
      await page.route('**/api/uploads**', () => undefined);
      const dialog = await choosePhotos(page, await aFile());
      await dialog.getByRole('button', { name: 'Add a photo' }).click();
      await expect(tray(page)).toContainText('Adding a photo');
      await shows(page, /^0 kB of/u);
    }),
    'group, a photo that waits for the network': then(group, async (page) => {
      await page.route('**/api/uploads**', (route) => route.abort());
      const dialog = await choosePhotos(page, await aFile());
      await dialog.getByRole('button', { name: 'Add a photo' }).click();
      await shows(page, /^Waiting for the connection/u);
    }),
  };
  return { groups, photos };
}

/** What a video says on its page. `page` is signed in as somebody who may see it; `photoId` is one that plays. */
export function placesOfVideo(photoId: string): Places {
  const video = at(`/p/${photoId}`, 'Nobody has said anything yet.');
  const play = (page: Page) => press(page, /^Play the video/u);
  /** As its row would be on a server that is not done with it, or could not do it. */
  const as = (playback: string, words: string) => async (page: Page) => {
    await page.routeWebSocket(/\/socket\.io\//u, (socket) => socket.close());
    await page.route(/\/socket\.io\//u, (route) => route.abort());
    await page.route('**/api/sync**', async (route) => {
      // A page that is closed asks no more.
      const answer = await route.fetch().catch(() => undefined);
      if (!answer) return;
      const body = (await answer.text()).replaceAll('"playback":"ready"', `"playback":"${playback}"`);
      await route.fulfill({ response: answer, body });
    });
    await video(page);
    await shows(page, words);
  };
  return {
    'a video': async (page) => {
      await video(page);
      await expect(page.getByRole('button', { name: /^Play the video/u })).toBeVisible();
    },
    'a video, playing': async (page) => {
      await video(page);
      await play(page);
      await expect(page.locator('video')).toBeVisible();
    },
    'a video, away': async (page) => {
      await page.route(`**${photoUrl(photoId, VIDEO)}`, (route) => route.abort());
      await video(page);
      await play(page);
      await shows(page, 'The video cannot be loaded right now');
    },
    'a video, being prepared': as('preparing', 'The video is being prepared'),
    'a video, failed': as('failed', 'This video cannot be played here'),
  };
}

/** Nobody is signed in. */
export async function placesOfVisitor(stage: Stage): Promise<Places> {
  const alice = await stage.person('Alice');
  const groupId = await alice.makeGroup('Lake house');
  const token = await alice.invite(groupId);
  const photoId = await alice.addPhoto('everyone', 'For all to see');
  await alice.comment(photoId, 'Come by.');
  const signIn = at('/sign-in', 'Sign-in name');
  const signUp = at('/sign-up', 'Your name');
  return {
    front: at('/', 'Newest photos'),
    'sign-in': signIn,
    'sign-in, refused': async (page) => {
      await signIn(page);
      await page.getByLabel('Sign-in name').fill('nobody');
      await page.getByLabel('Password').fill('not a password');
      await press(page, 'Sign in');
      await shows(page, 'The sign-in name or the password is wrong.');
    },
    'sign-in, for what another app shares': at('/sign-in?next=/share', 'The photos that you shared wait'),
    'sign-up': signUp,
    'sign-up, incomplete': async (page) => {
      await signUp(page);
      await press(page, 'Make an account');
      await refused(page);
    },
    'an invitation': at(`/invite/${token}`, 'Join Lake house'),
    'an invitation, known here': async (page) => {
      await page.goto(`/invite/${token}`);
      await page.getByText('I have an account').click();
      await expect(page.getByLabel('Your name')).toHaveCount(0);
    },
    'an invitation, incomplete': async (page) => {
      await page.goto(`/invite/${token}`);
      await press(page, 'Join Lake house');
      await refused(page);
    },
    'an invitation of nothing': at('/invite/no-such', 'This link leads nowhere'),
    'a photo for everyone': at(`/p/${photoId}`, 'Sign in to comment'),
    'a photo that is not here': at(`/p/${groupId}`, 'This photo is not here'),
    'a new password': at(`${LINK_PAGES.reset}#no-such`, 'Choose a new password'),
    'a new password, refused': async (page) => {
      await page.goto(`${LINK_PAGES.reset}#no-such`);
      await page.getByLabel('New password').fill('a few words in a row');
      await press(page, 'Set it and sign in');
      await expect(page.getByRole('alert').first()).toBeVisible();
    },
    'the first administrator': at(`${LINK_PAGES.administrator}#no-such`, 'Your site is running'),
    'an address of nothing': at('/nowhere', 'There is nothing at this address'),
  };
}

/** `page` is signed in as the administrator of a site of its own, where Bob is, too. */
export const placesOfAdministrator = (bobId: string): Places => ({
  settings: at('/settings', 'Who may make an account'),
  'self-check': async (page) => {
    await page.goto('/settings/self-check');
    await expect(page.getByRole('list', { name: 'Checks' })).toHaveAttribute('aria-busy', 'true');
  },
  'self-check, answered': async (page) => {
    await page.goto('/settings/self-check');
    await expect(page.getByRole('list', { name: 'Checks' })).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
  },
  'a reset link': async (page) => {
    await page.goto(`/people/${bobId}`);
    await press(page, 'Make a reset link');
    await open(page, 'dialog');
  },
});
