import { expect, type Locator } from '@playwright/test';
import { test } from '#support/journeys.ts';

test('the browser’s language is spoken, and only its texts are fetched', async ({ stage }) => {
  const page = await (await stage.stranger({ locale: 'de-AT' })).newPage();
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Fotos mit deinen Leuten, im selben Moment.' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  const texts = () =>
    fetched.filter((path) => /^\/assets\/(?:en|de|es|fr|ar)-/u.test(path)).map((path) => path.slice(8, 10));
  expect(texts()[0]).toBe('de');
  await page.getByRole('link', { name: 'Anmelden' }).first().click();
  await expect(page.getByLabel('Passwort')).toBeVisible();
  // What the front page says, and what all the others do.
  expect(texts()).toEqual(['de', 'de']);
});

test('a language that we do not speak is answered in English', { tag: '@long' }, async ({ stage }) => {
  const page = await (await stage.stranger({ locale: 'ja-JP' })).newPage();
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Photos with your people, as they happen.' })).toBeVisible();
});

test('whoever is signed out chooses a language, which this device keeps', { tag: '@long' }, async ({ stage }) => {
  const page = await (await stage.stranger()).newPage();
  await page.goto('/');
  await page.getByLabel('Language').selectOption('Español');
  await expect(page.getByRole('heading', { name: 'Fotos con tu gente, en el momento.' })).toBeVisible();
  await page.goto('/sign-in');
  await page.getByLabel('Nombre de acceso').fill('nadie');
  await page.getByLabel('Contraseña').fill('una frase larga');
  await page.getByRole('button', { name: 'Entrar' }).click();
  await expect(page.getByText('El nombre de acceso o la contraseña no son correctos.')).toBeVisible();
  await page.getByLabel('Idioma').selectOption('Français');
  await expect(page.getByText('Le nom de connexion ou le mot de passe est incorrect.')).toBeVisible();
});

test(
  'Arabic runs from right to left, with its own letters and digits; the wordmark does not',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('Alice', { locale: 'ar-EG' });
    const groupId = await alice.makeGroup('بيت البحيرة');
    await alice.addPhoto(groupId, 'The jetty at six');
    const page = await alice.tab(`/g/${groupId}`);
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(page.getByText('شخص واحد، صورة واحدة')).toBeVisible();
    const boxOf = async (name: string) => (await page.getByRole('link', { name, exact: true }).first().boundingBox())!;
    expect((await boxOf('الرئيسية')).x).toBeGreaterThan(1_000);
    expect((await boxOf('الصور')).x).toBeGreaterThan((await boxOf('الأشخاص')).x);
    expect(await page.evaluate(() => document.fonts.check('16px "Readex Pro"', 'صورة'))).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await expect(page.locator('.z-word').first()).toHaveCSS('direction', 'ltr');
    await page.goto(`/g/${groupId}/about`);
    await expect(page.getByText(/أُنشئت في .*[٠-٩]/u)).toBeVisible();
  },
);

test(
  'from right to left the next older photo is on the left: its button, its frame on the drum, its key',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('Alice', { locale: 'ar-EG' });
    const groupId = await alice.makeGroup('بيت البحيرة');
    const olderId = await alice.addPhoto(groupId, 'الأقدم');
    const newerId = await alice.addPhoto(groupId, 'الأحدث');
    const page = await alice.tab(`/p/${newerId}`);
    const middleOf = async (place: Locator) => {
      const { x, width } = (await place.boundingBox())!;
      return x + width / 2;
    };
    const frames = page.locator('.photo-strip-print');
    await expect(frames).toHaveCount(2);
    expect(await middleOf(page.getByRole('button', { name: 'صورة أقدم' }))).toBeLessThan(
      await middleOf(page.locator('.photo-current')),
    );
    expect(await middleOf(frames.nth(1))).toBeLessThan(await middleOf(frames.nth(0)));
    await page.keyboard.press('ArrowLeft');
    await expect(page).toHaveURL(new RegExp(olderId, 'u'));
  },
);
