// What the tray says about the queue.
import { defineMessages, type IntlShape, type MessageDescriptor } from 'react-intl';
import { toSize } from '#words/size.ts';
import { sentenceOf } from '#words/sentences.ts';
import { isOpen, type UploadEntry } from './entry.ts';
import type { Kept } from './keep.ts';

const MB = 1_000_000;

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

/** Where all of a batch goes; `mixed` when it goes to several places. */
export interface Goal {
  readonly to: 'group' | 'friends' | 'everyone' | 'mixed';
  /** Of the group. */
  readonly name: string;
}

const TITLES: Readonly<Record<'adding' | 'added' | 'nothing', MessageDescriptor>> = defineMessages({
  adding: {
    id: 'uploads.adding',
    defaultMessage:
      '{count, plural, one {Adding a photo} other {Adding # photos}}{to, select, group { to {name}} friends { for your friends} everyone { for everyone} other {}}',
  },
  added: {
    id: 'uploads.added',
    defaultMessage:
      '{count, plural, one {A photo} other {# photos}} added{to, select, group { to {name}} friends { for your friends} everyone { for everyone} other {}}',
  },
  nothing: { id: 'uploads.nothing', defaultMessage: 'Nothing was added' },
});

/** "Adding 9 photos to Lake house", "9 photos added". */
export function toTitle({ $t }: IntlShape, entries: readonly UploadEntry[], goal: Goal): string {
  const done = entries.filter(({ state }) => state === 'done').length;
  const all = entries.filter(({ state }) => state !== 'refused').length;
  if (entries.some(isOpen)) return $t(TITLES.adding, { ...goal, count: all });
  return done > 0 ? $t(TITLES.added, { ...goal, count: done }) : $t(TITLES.nothing);
}

const SUMMARY: Readonly<
  Record<'done' | 'stopped' | 'refused' | 'secondsLeft' | 'minutesLeft' | 'hoursLeft', MessageDescriptor>
> = defineMessages({
  done: { id: 'uploads.done', defaultMessage: '{count, number} done' },
  stopped: { id: 'uploads.stopped', defaultMessage: 'waiting for the connection' },
  refused: { id: 'uploads.refused', defaultMessage: '{count, plural, one {# needs you} other {# need you}}' },
  secondsLeft: { id: 'uploads.left.seconds', defaultMessage: 'about {seconds, number} s left' },
  minutesLeft: { id: 'uploads.left.minutes', defaultMessage: 'about {minutes, number} min left' },
  hoursLeft: { id: 'uploads.left.hours', defaultMessage: 'about {hours, number} h left' },
});

/** "4 done, 1 needs you, about 20 s left". */
export function toSummary(intl: IntlShape, entries: readonly UploadEntry[]): string {
  const { $t } = intl;
  const count = (state: UploadEntry['state']) => entries.filter((entry) => entry.state === state).length;
  const isCutOff = entries.some(({ state, error }) => state === 'stopped' && !error);
  const leftS = toSecondsLeft(entries);
  const parts = [
    ...(count('done') > 0 ? [$t(SUMMARY.done, { count: count('done') })] : []),
    ...(isCutOff && count('moving') === 0 ? [$t(SUMMARY.stopped)] : []),
    ...(count('refused') > 0 ? [$t(SUMMARY.refused, { count: count('refused') })] : []),
    ...(leftS === undefined ? [] : [toTimeLeft(intl, leftS)]),
  ];
  const words = intl.formatList(parts, { type: 'unit', style: 'short' });
  return words.charAt(0).toLocaleUpperCase(intl.locale) + words.slice(1);
}

/** At the speed of now; undefined while nothing moves and when the end is near anyway. */
export function toSecondsLeft(entries: readonly UploadEntry[]): number | undefined {
  const bytesPerS = entries.reduce((sum, entry) => sum + (entry.state === 'moving' ? (entry.bytesPerS ?? 0) : 0), 0);
  if (bytesPerS < 1_000) return undefined;
  const leftBytes = entries.filter(isOpen).reduce((sum, { bytes, sentBytes }) => sum + bytes - sentBytes, 0);
  const leftS = leftBytes / bytesPerS;
  return leftS < 3 ? undefined : leftS;
}

const toTimeLeft = ({ $t }: IntlShape, seconds: number): string => {
  if (seconds < 55) return $t(SUMMARY.secondsLeft, { seconds: Math.ceil(seconds / 5) * 5 });
  if (seconds < 55 * 60) return $t(SUMMARY.minutesLeft, { minutes: Math.round(seconds / 60) });
  return $t(SUMMARY.hoursLeft, { hours: Math.round(seconds / 360) / 10 });
};

const STATES: Readonly<
  Record<
    'waiting' | 'waitingAt' | 'almost' | 'unbegun' | 'moving' | 'movingAt' | 'dropped' | 'isForEveryone' | 'isAdded',
    MessageDescriptor
  >
> = defineMessages({
  waiting: { id: 'uploads.waiting', defaultMessage: 'Waiting' },
  waitingAt: { id: 'uploads.waitingAt', defaultMessage: 'Waiting at {part, number, percent}' },
  almost: { id: 'uploads.almost', defaultMessage: 'Almost there' },
  moving: { id: 'uploads.moving', defaultMessage: '{sent} of {all}' },
  movingAt: { id: 'uploads.movingAt', defaultMessage: '{sent} of {all}, {speed}' },
  unbegun: { id: 'uploads.unbegun', defaultMessage: 'Waiting for the connection' },
  dropped: {
    id: 'uploads.dropped',
    defaultMessage: 'The connection dropped at {part, number, percent}. Nothing is lost; it carries on from there.',
  },
  isForEveryone: { id: 'uploads.isForEveryone', defaultMessage: 'Everyone can see it' },
  isAdded: { id: 'uploads.isAdded', defaultMessage: 'Added' },
});

/** The line under a file's name. */
export function toStateWords(intl: IntlShape, entry: UploadEntry): string {
  const { $t } = intl;
  const { sentBytes, bytes } = entry;
  const part = Math.floor((100 * sentBytes) / Math.max(1, bytes)) / 100;
  const amounts = { sent: toSize(intl, sentBytes), all: toSize(intl, bytes) };
  switch (entry.state) {
    case 'waiting':
      return sentBytes > 0 ? $t(STATES.waitingAt, { part }) : $t(STATES.waiting);
    case 'moving':
      if (sentBytes >= bytes) return $t(STATES.almost);
      return entry.bytesPerS === undefined
        ? $t(STATES.moving, amounts)
        : $t(STATES.movingAt, { ...amounts, speed: toSpeed(intl, entry.bytesPerS) });
    case 'stopped':
      if (entry.error) return sentenceOf(intl, entry.error);
      return sentBytes > 0 ? $t(STATES.dropped, { part }) : $t(STATES.unbegun);
    case 'refused':
      return entry.error ? sentenceOf(intl, entry.error) : '';
    case 'done':
      return entry.audience.to === 'everyone' ? $t(STATES.isForEveryone) : $t(STATES.isAdded);
  }
}

/** "1.2 MB/s", "80 kB/s". */
const toSpeed = ({ formatNumber }: IntlShape, bytesPerS: number): string =>
  bytesPerS >= MB / 10
    ? formatNumber(bytesPerS / MB, { style: 'unit', unit: 'megabyte-per-second', maximumFractionDigits: 1 })
    : formatNumber(Math.max(1, Math.round(bytesPerS / 1_000)), { style: 'unit', unit: 'kilobyte-per-second' });

const PROMISES = defineMessages({
  full: {
    id: 'uploads.promise.full',
    defaultMessage: 'This device has no room to keep these until they are there. Keep the tab open.',
  },
  forbidden: {
    id: 'uploads.promise.forbidden',
    defaultMessage: 'This browser keeps nothing for later, as in private windows. Keep the tab open.',
  },
  kept: {
    id: 'uploads.promise.kept',
    defaultMessage: 'You can leave this page. If you close it, they go on when you come back.',
  },
});

/** What a person may rely on while it lasts. */
export const toPromise = ({ $t }: IntlShape, unkept: Exclude<Kept, 'kept'> | undefined): string =>
  $t(PROMISES[unkept ?? 'kept']);
