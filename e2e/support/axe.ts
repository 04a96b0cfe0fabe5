import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * Nothing that axe knows to look for is wrong with the page as it is now, and in the dark it can be read as well; each
 * finding is a line with its rule and element. A test goes on after it, so that all that is wrong is told at once.
 *
 * Two things of the headless library are passed over. Its focus guards can be reached by Tab, which is their whole purpose:
 * they hand the focus on at once. An open menu is drawn outside the landmarks; it has the focus, and goes with it.
 */
export async function expectNothingFound(page: Page, state: string): Promise<void> {
  const look = () => new AxeBuilder({ page }).exclude('[data-base-ui-focus-guard]');
  const light = await look().analyze();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await look().withRules(['color-contrast']).analyze();
  await page.emulateMedia({ colorScheme: 'light' });
  const found: string[] = [];
  for (const { id, nodes } of [...light.violations, ...dark.violations])
    for (const { html, target } of nodes)
      if (id !== 'region' || !(await isInMenu(page, target))) found.push(`${id}: ${html}`);
  expect.soft(found, state).toEqual([]);
}

/** `target` as axe says it: selectors, of which the last one is in the innermost document. */
const isInMenu = (page: Page, target: readonly (string | readonly string[])[]): Promise<boolean> =>
  page
    .locator(String(target.at(-1)))
    .first()
    .evaluate((element) => element.closest('[role=menu]') !== null || element.querySelector('[role=menu]') !== null);
