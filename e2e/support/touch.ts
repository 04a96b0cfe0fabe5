// Fingers, as the browser's own input pipeline feels them: what scrolls, zooms and clicks here would on a phone.
import type { Locator, Page } from '@playwright/test';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Fingers {
  down(...points: readonly Point[]): Promise<void>;
  /** In some steps from where they are. */
  move(...points: readonly Point[]): Promise<void>;
  up(): Promise<void>;
}

export async function fingersOn(page: Page): Promise<Fingers> {
  const session = await page.context().newCDPSession(page);
  let held: readonly Point[] = [];
  const send = async (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Point[]) => {
    await session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map((point, id) => ({ ...point, id })),
    });
  };
  const STEPS = 6;
  return {
    async down(...points) {
      held = points;
      await send('touchStart', points);
    },
    async move(...points) {
      const from = held;
      for (let step = 1; step <= STEPS; step++) {
        const share = step / STEPS;
        const between = points.map((to, at) => {
          const start = from[at] ?? to;
          return { x: start.x + (to.x - start.x) * share, y: start.y + (to.y - start.y) * share };
        });
        await send('touchMove', between);
      }
      held = points;
    },
    async up() {
      await send('touchEnd', []);
    },
  };
}

/** The middle of what stands there. */
export async function middleOf(place: Locator): Promise<Point> {
  const box = await place.boundingBox();
  if (!box) throw new Error('nothing stands there');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
