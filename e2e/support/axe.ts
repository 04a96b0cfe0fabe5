import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * Nothing that axe knows to look for is wrong with the page as it is now, and in the dark it can be read as well; each
 * finding is a line with its rule and element.
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
  const found = [...light.violations, ...dark.violations].flatMap(({ id, nodes }) =>
    nodes.filter(({ html }) => !(id === 'region' && html.includes('role="menu"'))).map(({ html }) => `${id}: ${html}`),
  );
  expect(found, state).toEqual([]);
}
