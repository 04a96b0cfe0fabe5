// How a tab is led to a place, and how it is known that it stands there.
import { expect, type Page } from '@playwright/test';

/** Leads a new tab there, and waits until it stands. */
export type Way = (page: Page) => Promise<unknown>;
export type Places = Readonly<Record<string, Way>>;

export const shows = (page: Page, text: string | RegExp) =>
  expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible();
export const at =
  (address: string, text: string | RegExp): Way =>
  async (page) => {
    await page.goto(address);
    await shows(page, text);
  };
export const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true }).filter({ visible: true }).first().click();
export const open = (page: Page, role: 'dialog' | 'alertdialog' | 'menu' | 'toolbar') =>
  expect(page.getByRole(role).first()).toBeVisible();
export const refused = (page: Page) => expect(page.locator('[aria-invalid=true]').first()).toBeVisible();
