import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * Nothing that axe knows to look for is wrong with the page as it is now; each finding is a line with its rule and element.
 *
 * Two things of the headless library are passed over. Its focus guards can be reached by Tab, which is their whole purpose:
 * they hand the focus on at once. An open menu is drawn outside the landmarks; it has the focus, and goes with it.
 */
export async function expectNothingFound(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude('[data-base-ui-focus-guard]').analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.filter(({ html }) => !(id === 'region' && html.includes('role="menu"'))).map(({ html }) => `${id}: ${html}`),
  );
  expect(found, state).toEqual([]);
}
