// What the tray says about the queue.
import { plural, toCount } from '#ui/plural.ts';
import { sentenceOf } from '#words/sentences.ts';
import type { QueuedFile } from './queue.ts';

const MB = 1024 * 1024;
const toMb = (bytes: number): string => (bytes / MB).toFixed(1);

/** Of all bytes, from 0 to 1. What was refused counts as finished: it holds nothing up. */
export function toOverall(entries: readonly QueuedFile[]): number {
  let all = 0;
  let sent = 0;
  for (const { bytes, sentBytes, state } of entries) {
    if (state === 'refused') continue;
    all += Math.max(1, bytes);
    sent += state === 'done' ? Math.max(1, bytes) : sentBytes;
  }
  return all === 0 ? 1 : sent / all;
}

/** "Adding 9 photos to Lake house", "9 photos added". `where` only when all go to one place. */
export function toTitle(entries: readonly QueuedFile[], where: string | undefined): string {
  const open = entries.filter(({ state }) => state !== 'done' && state !== 'refused').length;
  const done = entries.filter(({ state }) => state === 'done').length;
  const place = where === undefined ? '' : ` ${where}`;
  if (open > 0) {
    const all = entries.filter(({ state }) => state !== 'refused').length;
    return `${plural(all, { one: 'Adding a photo', other: 'Adding # photos' })}${place}`;
  }
  if (done > 0) return `${plural(done, { one: 'A photo', other: '# photos' })} added${place}`;
  return 'Nothing was added';
}

/** "4 done, 1 needs you". */
export function toSummary(entries: readonly QueuedFile[]): string {
  const count = (state: QueuedFile['state']) => entries.filter((entry) => entry.state === state).length;
  const parts = [
    ...(count('done') > 0 ? [`${toCount(count('done'))} done`] : []),
    ...(count('stopped') > 0 ? ['waiting for the connection'] : []),
    ...(count('refused') > 0 ? [plural(count('refused'), { one: '# needs you', other: '# need you' })] : []),
  ];
  const words = parts.join(', ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The line under a file's name. */
export function toStateWords(entry: QueuedFile): string {
  switch (entry.state) {
    case 'waiting':
      return entry.sentBytes > 0 ? `Waiting at ${toPercent(entry)} %` : 'Waiting';
    case 'moving':
      return entry.sentBytes >= entry.bytes ? 'Almost there' : `${toMb(entry.sentBytes)} of ${toMb(entry.bytes)} MB`;
    case 'stopped':
      return `The connection dropped at ${toPercent(entry)} %. Nothing is lost; it carries on from there.`;
    case 'refused':
      return entry.error ? sentenceOf(entry.error) : '';
    case 'done':
      return entry.audience.to === 'everyone' ? 'Everyone can see it' : 'Added';
  }
}

const toPercent = ({ sentBytes, bytes }: QueuedFile): number => Math.floor((100 * sentBytes) / Math.max(1, bytes));
