// For whoever enlarges, needs colours of their own, or is made ill by movement.
import { expect, type Page } from '@playwright/test';
import { expectPixels, printOf } from '#support/gestures.ts';
import { type Guest, type Stage, test } from '#support/journeys.ts';
import { cutOff } from '#support/layout.ts';

interface Place {
  readonly address: string;
  /** Stands there once the page is whole. */
  readonly text: string;
}

async function placesOf(stage: Stage, name: string): Promise<{ alice: Guest; places: Place[]; photoId: string }> {
  const [alice, bob] = [await stage.person(name), await stage.person('Bob')];
  const groupId = await alice.makeGroup('The long weekend at the lake house', bob);
  const photoId = await alice.addPhoto(groupId, 'The jetty at six');
  await alice.comment(photoId, 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen '.repeat(4).trim());
  await alice.befriend(bob);
  const places = [
    { address: '/', text: 'Home' },
    { address: `/g/${groupId}`, text: 'The long weekend' },
    { address: `/g/${groupId}/people`, text: 'Bob' },
    { address: `/g/${groupId}/about`, text: 'Delete the group' },
    { address: `/p/${photoId}`, text: 'Donaudampf' },
    { address: '/groups', text: 'Make a group' },
    { address: '/friends', text: 'Your friends' },
    { address: '/settings', text: 'Language' },
  ];
  return { alice, places, photoId };
}

async function visit(page: Page, { address, text }: Place): Promise<void> {
  await page.goto(address);
  await expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible();
}

for (const [zoom, viewport] of [
  ['200 %', { width: 640, height: 450 }],
  // Source: WCAG 2.2, 1.4.10: 1280 by 1024 at 400 % is 320 by 256.
  ['400 %', { width: 320, height: 256 }],
] as const) {
  test(`at ${zoom} nothing is cut off and nothing scrolls sideways`, { tag: '@long' }, async ({ stage }) => {
    const { alice, places } = await placesOf(stage, 'Steinhausenberg');
    const page = await alice.tab('/');
    await page.setViewportSize(viewport);
    for (const place of places) {
      await visit(page, place);
      await expect.poll(() => cutOff(page), { message: place.address }).toEqual([]);
    }
    await test.step('a dialog fits, and its last button can be reached', async () => {
      await page.goto(places[1]!.address);
      await page.getByRole('button', { name: 'Invite' }).click();
      const last = page.getByRole('dialog').getByRole('button', { name: 'Make a link' });
      await last.click();
      await expect(page.getByLabel('Invitation link')).toBeVisible();
      expect(await cutOff(page)).toEqual([]);
    });
  });
}

test(
  'in forced colours every button, field and switch has an edge, and what is chosen and where one is can be told',
  { tag: '@long' },
  async ({ stage }) => {
    const { alice, places, photoId } = await placesOf(stage, 'Alice');
    const page = await alice.tab('/');
    await page.emulateMedia({ forcedColors: 'active' });
    for (const place of places) {
      await visit(page, place);
      expect(await withoutEdge(page), place.address).toEqual([]);
      expect(await notTold(page), place.address).toEqual([]);
    }
    await test.step('on a phone, too', async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      await visit(page, places[1]!);
      expect(await withoutEdge(page)).toEqual([]);
      expect(await notTold(page)).toEqual([]);
      await page.setViewportSize({ width: 1440, height: 900 });
    });
    await test.step('what opens has an edge', async () => {
      await visit(page, places[1]!);
      for (const [button, role] of [
        ['Invite', 'dialog'],
        ['Newest first', 'menu'],
      ] as const) {
        await page.getByRole('button', { name: button }).click();
        await expect(page.getByRole(role)).not.toHaveCSS('border-top-style', 'none');
        expect(await withoutEdge(page), button).toEqual([]);
        await page.keyboard.press('Escape');
        await expect(page.getByRole(role)).toHaveCount(0);
      }
    });
    await test.step('a photo that does not come leaves a frame', async () => {
      await page.route('**/photos/*/w*', (route) => route.abort());
      await visit(page, places[1]!);
      const frame = page.locator('.z-tile :is(.z-slits, .z-photo-failed)').first();
      await expect(frame).not.toHaveCSS('border-top-style', 'none');
      await page.unroute('**/photos/*/w*');
    });
    await page.goto(places[1]!.address);
    const print = printOf(page, 'The jetty at six');
    await expectPixels(print);
    await print.focus();
    await page.keyboard.press('ArrowRight');
    expect(await print.evaluate((one) => getComputedStyle(one).outlineStyle)).not.toBe('none');
    await page.keyboard.press(' ');
    const picked = page.getByRole('checkbox', { checked: true });
    await expect(picked).toBeVisible();
    // A border, a ring or a sign that forced colours leave standing.
    const isMarked = await picked.evaluate((one) =>
      [one, ...one.querySelectorAll('*')].some((part) => {
        const { outlineStyle, borderStyle } = getComputedStyle(part);
        return outlineStyle !== 'none' || borderStyle !== 'none' || part.tagName === 'svg';
      }),
    );
    expect(isMarked, photoId).toBe(true);
  },
);

/** Where colours are forced, a ground and a shadow are none: what has no border looks like text. */
function withoutEdge(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        '.z-btn-primary, .z-btn-secondary, .z-btn-line, .z-btn-danger, .z-btn-danger-soft, .z-btn-over, .z-input, .z-search, .z-segment, .z-switch, .z-check, .z-chip, .z-emote-button',
      ),
    ]
      .filter((one) => one.offsetWidth > 0)
      .filter((one) => {
        const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(one);
        const isBlank = borderTopColor === getComputedStyle(document.body).backgroundColor;
        return borderTopStyle === 'none' || Number.parseFloat(borderTopWidth) === 0 || isBlank;
      })
      .map((one) => one.outerHTML.slice(0, 160)),
  );
}

/** What is chosen, current or on, and looks like what is not. */
function notTold(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isSeen = (one: HTMLElement) => one.offsetWidth > 0;
    const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)].filter(isSeen);
    const groundOf = (one: Element, part?: string) => getComputedStyle(one, part).backgroundColor;
    const underlineOf = (one: Element) => getComputedStyle(one).borderBottomColor;
    const paper = groundOf(document.body);
    // Nothing at all, or the page's own colour.
    const isBlank = (colour: string) => colour === paper || colour === 'transparent' || colour.endsWith(', 0)');
    const compare = (picked: string, others: string, look: (one: HTMLElement) => string) => [
      ...all(picked).filter((one) => isBlank(look(one))),
      ...all(others).filter((one) => !isBlank(look(one))),
    ];
    return [
      ...compare('.z-tabs a[aria-current]', '.z-tabs a:not([aria-current])', underlineOf),
      ...compare(
        ':is(.z-nav, .z-bar a)[aria-current]',
        ':is(.z-nav, .z-bar a):not([aria-current], .z-nav-add)',
        groundOf,
      ),
      ...compare('.z-segment label:has(:checked)', '.z-segment label:not(:has(:checked))', groundOf),
      ...all('.z-switch').filter((one) => groundOf(one) === groundOf(one, '::after')),
    ].map((one) => one.outerHTML.slice(0, 160));
  });
}

test(
  'who wants less movement sees none: not of photos, dialogs, menus or pages',
  { tag: '@long' },
  async ({ stage }) => {
    const { alice, places, photoId } = await placesOf(stage, 'Alice');
    const page = await alice.tab(places[1]!.address);
    await page.evaluate(() => {
      const moved: string[] = [];
      Object.assign(globalThis, { moved });
      const note = (event: Event) => {
        const { target } = event;
        const running = target instanceof Element ? target.getAnimations({ subtree: true }) : [];
        for (const animation of running) {
          const { duration, iterations } = animation.effect!.getComputedTiming();
          // Fading is no movement, and what lasts a frame is none either.
          const name =
            'animationName' in animation ? animation.animationName : (animation as CSSTransition).transitionProperty;
          const isMove = /transform|translate|scale|inset|slit|turn|in$/u.test(String(name));
          if (Number(duration) * Number(iterations) > 20 && isMove)
            moved.push(`${String(name)} ${String(duration)} ms`);
        }
      };
      for (const kind of ['animationstart', 'transitionstart']) addEventListener(kind, note, true);
      document.startViewTransition = () => {
        throw new Error('a page moved');
      };
    });
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    for (const [button, role] of [
      ['Invite', 'dialog'],
      ['Newest first', 'menu'],
    ] as const) {
      await page.getByRole('button', { name: button }).click();
      await expect(page.getByRole(role)).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByRole(role)).toHaveCount(0);
    }
    await alice.addPhoto(places[1]!.address.split('/')[2]!, 'The ferry');
    await expectPixels(printOf(page, 'The ferry'));
    await printOf(page, 'The jetty at six').click();
    await expect(page.getByRole('complementary', { name: 'About this photo' })).toBeVisible();
    expect(page.url()).toContain(photoId);
    await page.goBack();
    await expectPixels(printOf(page, 'The ferry'));
    expect(await page.evaluate(() => (globalThis as unknown as { moved: string[] }).moved)).toEqual([]);
    expect(errors).toEqual([]);
  },
);
