// A person with a keyboard and nothing else: Tab leads from one control to the next, and each shows that it has the focus.
import { expect, type Locator, type Page } from '@playwright/test';

/** More stops than any page has; whoever is not reached by then is out of reach. */
const STOPS = 80;

/** Presses Tab until the control has the focus. Each stop on the way must be seen to have it. */
export async function tabTo(page: Page, control: Locator, key = 'Tab'): Promise<void> {
  await expect(control).toBeVisible();
  for (let stop = 0; stop < STOPS; stop++) {
    if (await hasFocus(control)) return;
    await page.keyboard.press(key);
    expect(await unseenFocus(page), 'a control has the focus and does not show it').toBeNull();
  }
  throw new Error(`${String(control)} is out of reach of ${key}`);
}

/** Reaches the control by Tab and presses a key on it. */
export async function pressOn(page: Page, control: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press(key);
}

/** Reaches the field by Tab and types. */
export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(text);
  await expect(field).toHaveValue(text);
}

const hasFocus = (control: Locator): Promise<boolean> => control.evaluate((one) => one === document.activeElement);

/**
 * What has the focus without a mark that can be seen: a ring, a shadow or a border that it, what is drawn over it, or the
 * label around it wears. null when there is a mark, or nothing has the focus but the page itself.
 */
function unseenFocus(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    // The library's guards hand the focus on at once.
    if (!element || element === document.body || element.hasAttribute('data-base-ui-focus-guard')) return null;
    const wears = (one: Element | null, part?: string): boolean => {
      if (!one) return false;
      const style = getComputedStyle(one, part);
      const hasRing = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
      return (hasRing && style.outlineColor !== 'rgba(0, 0, 0, 0)') || style.boxShadow !== 'none';
    };
    const isMarked =
      wears(element) || wears(element, '::before') || wears(element, '::after') || wears(element.closest('label'));
    return isMarked ? null : element.outerHTML.slice(0, 300);
  });
}
