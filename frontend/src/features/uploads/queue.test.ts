import { describe, expect, test, vi } from 'vitest';
import { errorBody } from '@zoetrope/contract/errors.ts';
import { aFile, Browser } from './queue.fixture.ts';

const moving = (states: string[]) => states.filter((state) => state.endsWith('moving')).length;

describe('the queue', () => {
  test('sends two at a time, in order', async () => {
    const tab = new Browser().open();
    await tab.add(aFile('a'), aFile('b'), aFile('c'));
    await vi.waitFor(() => expect(tab.states()).toEqual(['a moving', 'b moving', 'c waiting']));
    tab.transfers[0]!.events.onDone();
    await vi.waitFor(() => expect(tab.states()).toEqual(['a done', 'b moving', 'c moving']));
  });

  test('tells the others what comes and in which shape, before it sends; all at once up to 300', async () => {
    const tab = new Browser().open();
    await tab.add(...Array.from({ length: 320 }, (_none, index) => aFile(String(index))));
    await vi.waitFor(() => expect(tab.begun.map((roll) => roll.photos.length)).toEqual([300, 20]));
    expect(tab.begun[0]!.photos[0]).toEqual({ id: tab.at(0).id, widthPx: 4, heightPx: 3 });
    const ids = tab.queue.entries.all().map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
  });

  test('sends the first of many before it has read the last, and takes back the place of one that is there', async () => {
    const browser = new Browser();
    const tab = browser.open();
    let read = 0;
    const hashes = vi.spyOn(browser, 'hash').mockImplementation(async (file) => {
      read += 1;
      // Nobody reads on until the first ones are on their way.
      if (read > 50) await vi.waitFor(() => expect(tab.transfers.length).toBeGreaterThan(0));
      return `hash of ${(file as File).name}`;
    });
    const here = { photoId: 'p', ownerId: 'bob', createdAt: '2026-01-01T00:00:00.000Z' };
    browser.here = [{ ...here, hash: 'hash of 70' }];
    await tab.add(...Array.from({ length: 80 }, (_none, index) => aFile(String(index))));
    await vi.waitFor(() => expect(tab.at(70).state).toBe('refused'));
    expect(tab.begun.map((roll) => roll.photos.length)).toEqual([80]);
    expect(tab.dropped).toEqual([tab.at(70).id]);
    expect(hashes).toHaveBeenCalledTimes(80);
  });

  test('keeps a file that cannot be a photo, with its reason, and goes on with the others', async () => {
    const tab = new Browser().open();
    await tab.add(aFile('empty', ''), aFile('a'));
    await vi.waitFor(() => expect(tab.states()).toEqual(['empty refused', 'a moving']));
    expect(tab.at(0).error?.code).toBe('photo-empty');
    expect(tab.begun.map((roll) => roll.photos.length)).toEqual([1]);
  });

  test('begins a refused file anew when it is tried again, and its place goes and comes', async () => {
    const tab = new Browser().open();
    await tab.add(aFile('a'));
    await vi.waitFor(() => expect(tab.transfers).toHaveLength(1));
    tab.transfers[0]!.events.onPlace('/api/uploads/1');
    tab.transfers[0]!.events.onRefused(errorBody('photo-damaged'));
    expect(tab.states()).toEqual(['a refused']);
    expect(tab.dropped).toEqual([tab.at(0).id]);
    tab.queue.retry(tab.at(0).id);
    await vi.waitFor(() => expect(tab.states()).toEqual(['a moving']));
    expect(tab.transfers[1]!.url).toBeUndefined();
    expect(tab.at(0).error).toBeUndefined();
    expect(tab.begun).toHaveLength(2);
    expect(tab.begun[0]!.id).not.toBe(tab.begun[1]!.id);
  });

  test('goes on where it was when the server has room again', async () => {
    const tab = new Browser().open();
    await tab.add(aFile('a'));
    await vi.waitFor(() => expect(tab.transfers).toHaveLength(1));
    tab.transfers[0]!.events.onPlace('/api/uploads/1');
    tab.transfers[0]!.events.onProgress(3);
    tab.transfers[0]!.events.onRefused(errorBody('disk-full'));
    tab.queue.retry(tab.at(0).id);
    await vi.waitFor(() => expect(tab.states()).toEqual(['a moving']));
    expect([tab.transfers[1]!.url, tab.at(0).sentBytes]).toEqual(['/api/uploads/1', 3]);
    expect(tab.at(0).error).toBeUndefined();
    expect(tab.begun).toHaveLength(2);
  });

  test('says what the server said while it waits to try again, and no longer', async () => {
    const tab = new Browser().open();
    await tab.add(aFile('a'));
    await vi.waitFor(() => expect(tab.transfers).toHaveLength(1));
    tab.transfers[0]!.events.onStopped(errorBody('internal'));
    expect(tab.at(0)).toMatchObject({ state: 'stopped', error: { code: 'internal' } });
    tab.queue.retry(tab.at(0).id);
    await vi.waitFor(() => expect(tab.states()).toEqual(['a moving']));
    tab.transfers[1]!.events.onStopped();
    expect(tab.at(0)).toMatchObject({ state: 'stopped' });
    expect(tab.at(0).error).toBeUndefined();
  });

  test('goes on by itself with what stopped, and makes room for others meanwhile', async () => {
    vi.useFakeTimers();
    try {
      const tab = new Browser().open();
      await tab.add(aFile('a'), aFile('b'), aFile('c'));
      await vi.waitFor(() => expect(moving(tab.states())).toBe(2));
      tab.transfers[0]!.events.onPlace('/api/uploads/1');
      tab.transfers[0]!.events.onStopped();
      await vi.waitFor(() => expect(tab.states()).toEqual(['a stopped', 'b moving', 'c moving']));
      tab.transfers[1]!.events.onDone();
      await vi.advanceTimersByTimeAsync(20_000);
      expect(tab.states()).toEqual(['a moving', 'b done', 'c moving']);
      expect(tab.transfers.at(-1)!.url).toBe('/api/uploads/1');
    } finally {
      vi.useRealTimers();
    }
  });

  test('wakes what stopped as soon as the network is back, and says that it is still at it', async () => {
    const tab = new Browser().open();
    await tab.add(aFile('a'));
    await vi.waitFor(() => expect(moving(tab.states())).toBe(1));
    tab.transfers[0]!.events.onStopped();
    tab.hasRollGone = true;
    tab.queue.wake();
    await vi.waitFor(() => expect(moving(tab.states())).toBe(1));
    // The others had forgotten it.
    await vi.waitFor(() => expect(tab.begun).toHaveLength(2));
    expect(tab.begun[1]!.id).toBe(tab.begun[0]!.id);
  });

  test('takes back the place that was made for a photo after it was there', async () => {
    vi.useFakeTimers();
    try {
      const tab = new Browser().open();
      let tell = () => undefined as void;
      tab.told = new Promise((resolve) => (tell = resolve));
      await tab.add(aFile('a'), aFile('b'), aFile('c'), aFile('d'));
      const [a, b, c] = tab.queue.entries.all().map(({ id }) => id);
      // The others cannot be told just now; the photos do not wait for it.
      await vi.advanceTimersByTimeAsync(3_000);
      await vi.waitFor(() => expect(tab.states()).toEqual(['a moving', 'b moving', 'c waiting', 'd waiting']));
      tab.transfers[0]!.events.onDone();
      await vi.waitFor(() => expect(tab.states()[2]).toBe('c moving'));
      expect(tab.dropped).toEqual([]);
      tell();
      await vi.waitFor(() => expect(tab.dropped).toEqual([a]));
      // The server may have had all of it before the others were told, and answers now.
      tab.transfers[1]!.events.onDone();
      await vi.waitFor(() => expect(tab.transfers).toHaveLength(4));
      tab.transfers[2]!.events.onDone();
      expect(tab.dropped).toEqual([a, b, c]);
      // Its place was there before its first byte: it goes with the photo.
      tab.transfers[3]!.events.onDone();
      expect(tab.dropped).toEqual([a, b, c]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('takes back the place of a photo that came while its roll began anew', async () => {
    const tab = new Browser().open();
    await tab.add(aFile('a'));
    await vi.waitFor(() => expect(moving(tab.states())).toBe(1));
    tab.transfers[0]!.events.onPlace('/api/uploads/1');
    // Its last byte has arrived, and the roll went with it; the answer is on its way.
    tab.hasRollGone = true;
    tab.queue.wake();
    await vi.waitFor(() => expect(tab.begun).toHaveLength(2));
    tab.transfers[0]!.events.onDone();
    await vi.waitFor(() => expect(tab.dropped).toEqual([tab.at(0).id]));
  });

  test('takes back the place of a file that was taken out while the others were being told', async () => {
    const tab = new Browser().open();
    let tell = () => undefined as void;
    tab.told = new Promise((resolve) => (tell = resolve));
    await tab.add(aFile('a'), aFile('b'));
    await vi.waitFor(() => expect(tab.begun).toHaveLength(1));
    const { id } = tab.at(0);
    tab.queue.remove([id]);
    tell();
    await vi.waitFor(() => expect(tab.states()).toEqual(['b moving']));
    expect(tab.dropped).toEqual([id]);
  });

  test('tries a file anew that is chosen again after it was refused, and one that was done', async () => {
    const browser = new Browser();
    browser.hash = (file) => file.text();
    const tab = browser.open();
    await tab.add(aFile('a'), aFile('b'));
    await vi.waitFor(() => expect(tab.transfers).toHaveLength(2));
    tab.transfers[0]!.events.onRefused(errorBody('disk-full'));
    tab.transfers[1]!.events.onDone();
    await tab.add(aFile('a'), aFile('b'));
    await vi.waitFor(() => expect(tab.states()).toEqual(['b done', 'a moving', 'b moving']));
  });

  test('sends nothing of one who has gone, whatever was being looked at', async () => {
    const browser = new Browser();
    // In private windows: the bytes are in this tab alone.
    browser.device.isFull = true;
    const tab = browser.open();
    let read = () => undefined as void;
    const reading = new Promise<void>((resolve) => (read = resolve));
    const hashes = vi.spyOn(browser, 'hash').mockImplementation(async () => {
      await reading;
      return undefined;
    });
    await tab.add(aFile('a'));
    await vi.waitFor(() => expect(hashes).toHaveBeenCalled());
    tab.queue.close();
    read();
    await new Promise((resolve) => setTimeout(resolve));
    expect(tab.transfers).toEqual([]);
    expect(tab.begun).toEqual([]);
  });

  test('cancels what is taken out, but never what has arrived', async () => {
    const tab = new Browser().open();
    await tab.add(aFile('a'), aFile('b'));
    await vi.waitFor(() => expect(moving(tab.states())).toBe(2));
    const [, b] = tab.queue.entries.all();
    tab.transfers[0]!.events.onDone();
    tab.queue.removeAll();
    expect(tab.states()).toEqual([]);
    expect(tab.transfers.map(({ end }) => end)).toEqual(['none', 'cancelled']);
    expect(tab.dropped).toEqual([b!.id]);
  });

  test('does not send what the others have already, and says who added it', async () => {
    const browser = new Browser();
    const tab = browser.open();
    browser.hashOf = 'f'.repeat(64);
    const there = { hash: browser.hashOf, photoId: 'p', ownerId: 'bob', createdAt: '2026-06-01T18:42:00.000Z' };
    browser.here = [there];
    await tab.add(aFile('a'));
    await vi.waitFor(() => expect(tab.states()).toEqual(['a refused']));
    expect(tab.at(0)).toMatchObject({ here: there, error: { code: 'photo-already-here' } });
    expect(tab.transfers).toEqual([]);
    expect(tab.begun).toEqual([]);
  });

  test('finds out who was faster when the server says that it is there by now', async () => {
    const browser = new Browser();
    const tab = browser.open();
    browser.hashOf = 'f'.repeat(64);
    await tab.add(aFile('a'));
    await vi.waitFor(() => expect(tab.transfers).toHaveLength(1));
    browser.here = [{ hash: browser.hashOf, photoId: 'p', ownerId: 'bob', createdAt: '2026-06-01T18:42:00.000Z' }];
    tab.transfers[0]!.events.onRefused(errorBody('photo-already-here'));
    await vi.waitFor(() => expect(tab.at(0).here?.ownerId).toBe('bob'));
  });

  test('adds a file once that was chosen twice', async () => {
    const browser = new Browser();
    browser.hash = (file) => file.text();
    const tab = browser.open();
    await Promise.all([tab.add(aFile('a'), aFile('a')), tab.add(aFile('a'), aFile('b'))]);
    expect(tab.queue.entries.all().map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('adds different pictures that have one name, size and time', async () => {
    const browser = new Browser();
    browser.hash = (file) => file.text();
    const tab = browser.open();
    await tab.add(aFile('a', 'lake'), aFile('a', 'boat'));
    await tab.add(aFile('a', 'tree'), aFile('a', 'boat'));
    expect(tab.queue.entries.all().map(({ name }) => name)).toEqual(['a', 'a', 'a']);
  });

  test('adds what it cannot read twice rather than not at all', async () => {
    const tab = new Browser().open();
    await tab.add(aFile('a'), aFile('a'));
    expect(tab.queue.entries.all()).toHaveLength(2);
  });

  test('wakes the line of the file that moves, and no other', async () => {
    const tab = new Browser().open();
    await tab.add(aFile('a'), aFile('b'));
    await vi.waitFor(() => expect(moving(tab.states())).toBe(2));
    const [a, b] = tab.queue.entries.all();
    const heard: string[] = [];
    tab.queue.entries.subscribe(a!.id, () => heard.push('a'));
    tab.queue.entries.subscribe(b!.id, () => heard.push('b'));
    tab.queue.entries.list.subscribe(() => heard.push('list'));
    tab.transfers[1]!.events.onProgress(5);
    expect(heard).toEqual(['b']);
    expect(tab.at(1).sentBytes).toBe(5);
  });
});

describe('the device', () => {
  test('has a page that was closed in the middle go on where it stopped', async () => {
    const browser = new Browser();
    const first = browser.open();
    await first.add(aFile('a'), aFile('b'), aFile('c'));
    await vi.waitFor(() => expect(moving(first.states())).toBe(2));
    first.transfers[0]!.events.onDone();
    first.transfers[1]!.events.onPlace('/api/uploads/2');
    browser.kill(first);
    const second = browser.open();
    await second.queue.open();
    await vi.waitFor(() => expect(second.states()).toEqual(['b moving', 'c moving']));
    expect(second.transfers.map(({ url }) => url)).toEqual(['/api/uploads/2', undefined]);
    expect(second.renewed).toEqual([first.begun[0]!.id]);
    expect(second.begun).toEqual([]);
  });

  test('keeps no file that has arrived or was taken out', async () => {
    const browser = new Browser();
    const tab = browser.open();
    await tab.add(aFile('a'), aFile('b'));
    await vi.waitFor(() => expect(moving(tab.states())).toBe(2));
    expect(browser.device.files.size).toBe(2);
    tab.transfers[0]!.events.onDone();
    tab.queue.remove([tab.at(1).id]);
    expect(browser.device.files.size).toBe(0);
  });

  test('that has no room leaves the files to the tab, which says so and sends them all the same', async () => {
    const browser = new Browser();
    browser.device.isFull = true;
    const [other, tab] = [browser.open(), browser.open()];
    await tab.add(aFile('a'));
    expect(tab.queue.ledger.unkept.get()).toBe('full');
    await vi.waitFor(() => expect(tab.states()).toEqual(['a moving']));
    expect(other.transfers).toEqual([]);
    tab.transfers[0]!.events.onDone();
    expect(tab.states()).toEqual(['a done']);
  });
});

describe('of several tabs', () => {
  test('one sends, and all show the same', async () => {
    const browser = new Browser();
    const [left, right] = [browser.open(), browser.open()];
    await left.add(aFile('a'));
    await right.add(aFile('b'));
    await vi.waitFor(() => expect(left.states()).toEqual(['a moving', 'b moving']));
    expect(right.states()).toEqual(left.states());
    expect(right.transfers).toEqual([]);
    left.transfers[0]!.events.onProgress(3);
    expect(right.at(0).sentBytes).toBe(3);
    right.queue.remove([right.at(1).id]);
    expect(left.states()).toEqual(['a moving']);
    expect(left.transfers[1]!.end).toBe('cancelled');
  });

  test('what was taken out here does not come back with what another still says of it', async () => {
    const browser = new Browser();
    const [left, right] = [browser.open(), browser.open()];
    await left.add(aFile('a'));
    await vi.waitFor(() => expect(right.states()).toEqual(['a moving']));
    const late = { ...right.at(0), sentBytes: 3 };
    right.queue.remove([late.id]);
    right.queue.hear({ k: 'entries', accountId: 'alice', entries: [late] });
    expect(right.states()).toEqual([]);
  });

  test('another goes on when the one that sends dies', async () => {
    const browser = new Browser();
    const [left, right] = [browser.open(), browser.open()];
    await left.add(aFile('a'), aFile('b'));
    await vi.waitFor(() => expect(moving(left.states())).toBe(2));
    left.transfers[0]!.events.onDone();
    browser.kill(left);
    await vi.waitFor(() => expect(right.transfers.map(({ name }) => name)).toEqual(['b']));
    expect(right.states()).toEqual(['a done', 'b moving']);
  });

  test('one that is looked at takes over from one that is frozen, which stops at once', async () => {
    const browser = new Browser();
    const [left, right] = [browser.open(), browser.open()];
    await left.add(aFile('a'));
    await vi.waitFor(() => expect(moving(left.states())).toBe(1));
    right.queue.takeTurn();
    await vi.waitFor(() => expect(right.transfers).toHaveLength(1));
    expect(left.transfers[0]!.end).toBe('left');
  });

  test('a refused file is tried again by whichever can', async () => {
    const browser = new Browser();
    const [left, right] = [browser.open(), browser.open()];
    await left.add(aFile('a'));
    await vi.waitFor(() => expect(moving(left.states())).toBe(1));
    left.transfers[0]!.events.onRefused(errorBody('disk-full'));
    expect(right.states()).toEqual(['a refused']);
    right.queue.retry(right.at(0).id);
    await vi.waitFor(() => expect(moving(right.states())).toBe(1));
    expect(left.transfers.length + right.transfers.length).toBe(2);
  });
});
