import type { BrowserContext } from '@playwright/test';

/**
 * Makes text that Playwright inserts over WebDriver BiDi come as typed text does.
 *
 * Playwright 1.65 sets the field's value and tells of it; the setter that it meets is React's own, which then sees no
 * change and forgets the text. The browser's own command tells as keys do.
 */
export async function insertAsTyped(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const insert = (text: string): void => void document.execCommand('insertText', false, text);
    Object.defineProperty(globalThis, '__pw_bidiInsertText', { value: insert, writable: false });
  });
}
