import type { Page } from '@playwright/test';

/**
 * The letters on the page for which no font here has a picture, so that a box stands in their place; each with its code
 * point and the text that it stands in. Fonts are asked by drawing: a letter that looks like one that nobody has assigned
 * is a box, and one that leaves no mark is lost.
 */
export async function boxesOn(page: Page): Promise<string[]> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  return page.evaluate(() => {
    const SIZE = 48;
    const canvas = Object.assign(document.createElement('canvas'), { width: 2 * SIZE, height: 2 * SIZE });
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    const drawn = new Map<string, string>();
    const draw = (font: string, letter: string): string => {
      const known = drawn.get(font + letter);
      if (known !== undefined) return known;
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.font = font;
      context.fillText(letter, SIZE / 2, SIZE * 1.4);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const marks = data.some((part) => part !== 0) ? data.join() : '';
      drawn.set(font + letter, marks);
      return marks;
    };
    // Source: Unicode, DerivedAge: not assigned in any version up to 17.
    const UNASSIGNED = ['\u0378', '\u{2fe0}'];
    const found = new Set<string>();
    const look = (element: Element, text: string) => {
      const { fontFamily, fontStyle, fontWeight } = getComputedStyle(element);
      const font = `${fontStyle} ${fontWeight} ${SIZE}px ${fontFamily}`;
      const boxes = new Set(UNASSIGNED.map((letter) => draw(font, letter)));
      for (const letter of text) {
        // What joins, turns or colours others has no picture of its own.
        if (/[\s\p{C}\p{M}\p{Variation_Selector}]/u.test(letter) && !/[\p{Cn}\p{Co}]/u.test(letter)) continue;
        const marks = draw(font, letter);
        if (marks !== '' && !boxes.has(marks)) continue;
        const code = letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
        found.add(`${letter} (U+${code}) in “${text.trim().slice(0, 40)}”`);
      }
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const parent = texts.currentNode.parentElement;
      const text = texts.currentNode.nodeValue ?? '';
      if (parent && !/^(?:script|style)$/iu.test(parent.tagName) && parent.checkVisibility()) look(parent, text);
    }
    for (const field of document.querySelectorAll<HTMLInputElement>('input, textarea')) {
      look(field, `${field.placeholder}${field.type === 'password' ? '' : field.value}`);
    }
    return [...found];
  });
}
