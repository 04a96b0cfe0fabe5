import { describe, expect, test, vi } from 'vitest';
import { errorBody } from '@zoetrope/contract/errors.ts';
import { UploadQueue } from './queue.ts';
import type { TransferEvents } from './transfer.ts';

const audience = { to: 'friends' } as const;
const aFile = (name: string, text = 'picture') => new File([text], name);

/** A queue whose transfers do nothing until they are told to. */
function aQueue() {
  const transfers: { name: string; events: TransferEvents; goes: number; isCancelled: boolean }[] = [];
  const queue = new UploadQueue((file, _wish, events) => {
    const transfer = { name: file.name, events, goes: 0, isCancelled: false };
    transfers.push(transfer);
    return {
      go: async () => void (transfer.goes += 1),
      cancel: () => void (transfer.isCancelled = true),
    };
  });
  const states = () => queue.entries.get().map((entry) => `${entry.name} ${entry.state}`);
  const add = (...files: File[]) => queue.add({ files, audience, caption: '' });
  return { queue, transfers, states, add };
}

describe('the queue', () => {
  test('sends two at a time, in order', async () => {
    const { transfers, states, add } = aQueue();
    await add(aFile('a'), aFile('b'), aFile('c'));
    expect(states()).toEqual(['a moving', 'b moving', 'c waiting']);
    transfers[0]!.events.onDone();
    expect(states()).toEqual(['a done', 'b moving', 'c moving']);
  });

  test('keeps a file that cannot be a photo, with its reason, and goes on with the others', async () => {
    const { queue, states, add } = aQueue();
    await add(aFile('empty', ''), aFile('a'));
    expect(states()).toEqual(['empty refused', 'a moving']);
    expect(queue.entries.get().map((entry) => entry.error?.code)).toEqual(['photo-empty', undefined]);
  });

  test('begins a refused file anew when it is tried again', async () => {
    const { queue, transfers, states, add } = aQueue();
    await add(aFile('a'));
    transfers[0]!.events.onRefused(errorBody('disk-full'));
    expect(states()).toEqual(['a refused']);
    queue.retry(queue.entries.get()[0]!.id);
    expect(states()).toEqual(['a moving']);
    expect(transfers.map((transfer) => transfer.goes)).toEqual([1, 1]);
    expect(queue.entries.get()[0]!.error).toBeUndefined();
  });

  test('goes on by itself with what stopped, and makes room for others meanwhile', async () => {
    vi.useFakeTimers();
    try {
      const { transfers, states, add } = aQueue();
      await add(aFile('a'), aFile('b'), aFile('c'));
      transfers[0]!.events.onStopped();
      expect(states()).toEqual(['a stopped', 'b moving', 'c moving']);
      transfers[1]!.events.onDone();
      await vi.advanceTimersByTimeAsync(20_000);
      expect(states()).toEqual(['a moving', 'b done', 'c moving']);
      expect(transfers[0]!.goes).toBe(2);
    } finally {
      vi.useRealTimers();
    }
  });

  test('wakes what stopped as soon as the network is back', async () => {
    const { queue, transfers, states, add } = aQueue();
    await add(aFile('a'));
    transfers[0]!.events.onStopped();
    queue.wake();
    expect(states()).toEqual(['a moving']);
    expect(transfers).toHaveLength(1);
  });

  test('cancels what is taken out, but never what has arrived', async () => {
    const { queue, transfers, states, add } = aQueue();
    await add(aFile('a'), aFile('b'));
    transfers[0]!.events.onDone();
    queue.removeAll();
    expect(states()).toEqual([]);
    expect(transfers.map((transfer) => transfer.isCancelled)).toEqual([false, true]);
  });
});
