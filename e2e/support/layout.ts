import type { Page } from '@playwright/test';

/** What reaches over the sides of the window, though nothing there scrolls sideways by itself. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scrollsSideways = (element: Element | null): boolean => {
      for (let one = element; one && one !== document.body; one = one.parentElement) {
        const { overflowX, position, clipPath } = getComputedStyle(one);
        if (overflowX === 'auto' || overflowX === 'scroll' || clipPath !== 'none') return true;
        // Beside the photo that is looked at stand its neighbours, out of the window and out of reach.
        if ((one as HTMLElement).inert || one.getAttribute('aria-hidden') === 'true') return true;
        if (position === 'fixed') return false;
      }
      return false;
    };
    const found: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth + 1) {
      const widest = [...document.querySelectorAll('body *')].filter(
        (one) => one.getBoundingClientRect().right > innerWidth + 0.5 || one.scrollWidth > innerWidth,
      );
      const names = widest.map((one) => one.outerHTML.slice(0, 120)).join(', ');
      found.push(`the page is ${document.documentElement.scrollWidth} px wide: ${names}`);
    }
    for (const element of document.querySelectorAll('a, button, input, select, textarea, h1, h2, h3, p, label, time')) {
      const box = element.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || getComputedStyle(element).visibility === 'hidden') continue;
      if ((box.right > innerWidth + 1 || box.left < -1) && !scrollsSideways(element)) {
        found.push(`${box.left.toFixed()}–${box.right.toFixed()}: ${element.outerHTML.slice(0, 160)}`);
      }
    }
    return found;
  });
}

/** Words of ours that end in dots, and tabs that stand beside their line, out of sight. What people wrote may be cut. */
export function wordsCut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('.z-clip, button, .z-tabs a')) {
      const isTheirs = element.closest('[dir="auto"]') !== null || element.querySelector('bdi, [dir="auto"]') !== null;
      const isSeen = element.clientWidth > 1 && getComputedStyle(element).overflowX !== 'visible';
      if (isSeen && !isTheirs && element.scrollWidth > element.clientWidth + 1)
        found.push(`cut: ${element.outerHTML.slice(0, 160)}`);
    }
    for (const tabs of document.querySelectorAll<HTMLElement>('.z-tabs')) {
      const { left, right } = tabs.getBoundingClientRect();
      for (const tab of tabs.querySelectorAll('a')) {
        const box = tab.getBoundingClientRect();
        if (box.right > right + 1 || box.left < left - 1) found.push(`out of sight: ${tab.textContent}`);
      }
    }
    return found;
  });
}
