// What the tray says about the queue.
import { plural, toCount } from '#ui/plural.ts';
import { sentenceOf } from '#words/sentences.ts';
import { isOpen, type UploadEntry } from './entry.ts';
import type { Kept } from './keep.ts';

const MB = 1024 * 1024;
const toMb = (bytes: number): string => (bytes / MB).toFixed(1);

/** Of all bytes, from 0 to 1. What was refused counts as finished: it holds nothing up. */
export function toOverall(entries: readonly UploadEntry[]): number {
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
export function toTitle(entries: readonly UploadEntry[], where: string | undefined): string {
  const done = entries.filter(({ state }) => state === 'done').length;
  const place = where === undefined ? '' : ` ${where}`;
  if (entries.some(isOpen)) {
    const all = entries.filter(({ state }) => state !== 'refused').length;
    return `${plural(all, { one: 'Adding a photo', other: 'Adding # photos' })}${place}`;
  }
  if (done > 0) return `${plural(done, { one: 'A photo', other: '# photos' })} added${place}`;
  return 'Nothing was added';
}

/** "4 done, 1 needs you, about 20 s left". */
export function toSummary(entries: readonly UploadEntry[]): string {
  const count = (state: UploadEntry['state']) => entries.filter((entry) => entry.state === state).length;
  const leftS = toSecondsLeft(entries);
  const parts = [
    ...(count('done') > 0 ? [`${toCount(count('done'))} done`] : []),
    ...(count('stopped') > 0 && count('moving') === 0 ? ['waiting for the connection'] : []),
    ...(count('refused') > 0 ? [plural(count('refused'), { one: '# needs you', other: '# need you' })] : []),
    ...(leftS === undefined ? [] : [toTimeLeft(leftS)]),
  ];
  const words = parts.join(', ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** At the speed of now; undefined while nothing moves and when the end is near anyway. */
export function toSecondsLeft(entries: readonly UploadEntry[]): number | undefined {
  const bytesPerS = entries.reduce((sum, entry) => sum + (entry.state === 'moving' ? (entry.bytesPerS ?? 0) : 0), 0);
  if (bytesPerS < 1_000) return undefined;
  const leftBytes = entries.filter(isOpen).reduce((sum, { bytes, sentBytes }) => sum + bytes - sentBytes, 0);
  const leftS = leftBytes / bytesPerS;
  return leftS < 3 ? undefined : leftS;
}

const toTimeLeft = (seconds: number): string => {
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  if (seconds < 55 * 60) return `about ${Math.round(seconds / 60)} min left`;
  return `about ${(seconds / 3600).toFixed(1)} h left`;
};

/** The line under a file's name. */
export function toStateWords(entry: UploadEntry): string {
  switch (entry.state) {
    case 'waiting':
      return entry.sentBytes > 0 ? `Waiting at ${toPercent(entry)} %` : 'Waiting';
    case 'moving': {
      if (entry.sentBytes >= entry.bytes) return 'Almost there';
      const speed = entry.bytesPerS === undefined ? '' : `, ${toSpeed(entry.bytesPerS)}`;
      return `${toMb(entry.sentBytes)} of ${toMb(entry.bytes)} MB${speed}`;
    }
    case 'stopped':
      return `The connection dropped at ${toPercent(entry)} %. Nothing is lost; it carries on from there.`;
    case 'refused':
      return entry.error ? sentenceOf(entry.error) : '';
    case 'done':
      return entry.audience.to === 'everyone' ? 'Everyone can see it' : 'Added';
  }
}

const toSpeed = (bytesPerS: number): string =>
  bytesPerS >= MB / 10 ? `${toMb(bytesPerS)} MB/s` : `${Math.max(1, Math.round(bytesPerS / 1024))} kB/s`;

/** What a person may rely on while it lasts. */
export function toPromise(unkept: Exclude<Kept, 'kept'> | undefined): string {
  switch (unkept) {
    case 'full':
      return 'This device has no room to keep these until they are there. Keep the tab open.';
    case 'forbidden':
      return 'This browser keeps nothing for later, as in private windows. Keep the tab open.';
    case undefined:
      return 'You can leave this page. If you close it, they go on when you come back.';
  }
}

const toPercent = ({ sentBytes, bytes }: UploadEntry): number => Math.floor((100 * sentBytes) / Math.max(1, bytes));
