// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { stayAwakeWhile } from './awake.ts';
import { Watched } from './watched.ts';

/** As a browser hands it out: taken away from a page that is not looked at. */
class Sentinel {
  released = false;
  release = async () => void (this.released = true);
}

let locks: Sentinel[] = [];
let isMoving: Watched<boolean>;
let stop: () => void;
const held = () => locks.filter(({ released }) => !released).length;
/** Whether the browser would ask before it leaves the page. */
const asks = (): boolean => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
const settled = () => new Promise((resolve) => setTimeout(resolve));

function look(state: 'visible' | 'hidden'): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  locks = [];
  const request = async () => locks[locks.push(new Sentinel()) - 1];
  vi.stubGlobal('navigator', { wakeLock: { request } });
  look('visible');
  isMoving = new Watched(false);
  stop = stayAwakeWhile(isMoving);
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

describe('while photos move', () => {
  test('the screen stays on, and no longer than that', async () => {
    await settled();
    expect(held()).toBe(0);
    isMoving.set(true);
    await settled();
    expect(held()).toBe(1);
    isMoving.set(false);
    await settled();
    expect(held()).toBe(0);
  });

  test('it stays on again when the page is looked at again', async () => {
    isMoving.set(true);
    await settled();
    look('hidden');
    await locks[0]!.release();
    await settled();
    expect(held()).toBe(0);
    look('visible');
    await settled();
    expect(held()).toBe(1);
  });

  test('a lock that comes when nothing moves any more is given back', async () => {
    isMoving.set(true);
    isMoving.set(false);
    await settled();
    expect(locks).toHaveLength(1);
    expect(held()).toBe(0);
  });

  test('a page that is left asks first, and otherwise does not', () => {
    expect(asks()).toBe(false);
    isMoving.set(true);
    expect(asks()).toBe(true);
    isMoving.set(false);
    expect(asks()).toBe(false);
  });

  test('nothing of it is left when the queue is closed', async () => {
    isMoving.set(true);
    await settled();
    stop();
    await settled();
    expect(held()).toBe(0);
    expect(asks()).toBe(false);
  });

  test('a refused lock and a browser without any hold nothing up', async () => {
    vi.stubGlobal('navigator', { wakeLock: { request: () => Promise.reject(new Error('low battery')) } });
    isMoving.set(true);
    await settled();
    isMoving.set(false);
    vi.stubGlobal('navigator', {});
    isMoving.set(true);
    await settled();
    expect(asks()).toBe(true);
  });
});
