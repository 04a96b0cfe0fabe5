// Days and moments as a person says them.
import { defineMessages, type IntlShape, type MessageDescriptor } from 'react-intl';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The reader's own day, as a key that sorts. */
export function toDayKey(at: Date): string {
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
}

/** "Today", "Yesterday", "Saturday 21 November", "3 May 2024". */
export function toDayWords(intl: IntlShape, at: Date, now: Date): string {
  const key = toDayKey(at);
  if (key === toDayKey(now)) return intl.$t({ id: 'times.today', defaultMessage: 'Today' });
  if (key === toDayKey(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) {
    return intl.$t({ id: 'times.yesterday', defaultMessage: 'Yesterday' });
  }
  if (at.getFullYear() !== now.getFullYear()) {
    return intl.formatDate(at, { day: 'numeric', month: 'long', year: 'numeric' });
  }
  return intl.formatDate(at, { weekday: 'long', day: 'numeric', month: 'long' });
}

const toClock = (intl: IntlShape, at: Date): string => intl.formatTime(at, { hour: '2-digit', minute: '2-digit' });

/** "Today, 18:42". */
export function toMomentWords(intl: IntlShape, at: Date, now: Date): string {
  return intl.$t(
    { id: 'times.moment', defaultMessage: '{day}, {clock}' },
    { day: toDayWords(intl, at, now), clock: toClock(intl, at) },
  );
}

/** "0:07", "4:05": how long something plays. */
export function toLength({ formatNumber }: IntlShape, durationMs: number): string {
  const seconds = Math.max(1, Math.round(durationMs / 1000));
  const two = formatNumber(seconds % 60, { minimumIntegerDigits: 2 });
  return `${formatNumber(Math.floor(seconds / 60))}:${two}`;
}

/** "now", "20 min ago", "3 hr ago", then the day. */
export function toAgeWords(intl: IntlShape, at: Date, now: Date): string {
  const ageMs = now.getTime() - at.getTime();
  if (ageMs < MINUTE_MS) return intl.formatRelativeTime(0, 'second', { numeric: 'auto' });
  if (ageMs < HOUR_MS) return intl.formatRelativeTime(-Math.floor(ageMs / MINUTE_MS), 'minute', { style: 'short' });
  if (ageMs < 12 * HOUR_MS) return intl.formatRelativeTime(-Math.floor(ageMs / HOUR_MS), 'hour', { style: 'short' });
  return toMomentWords(intl, at, now);
}

/** Whole messages, since languages join a weekday and its hours in their own ways. */
const NEW_SINCE: Readonly<Record<'time' | 'part' | 'day', MessageDescriptor>> = defineMessages({
  time: {
    id: 'times.newSince.time',
    defaultMessage: '{count, plural, one {# new} other {# new}} since {clock}',
  },
  part: {
    id: 'times.newSince.part',
    defaultMessage:
      '{count, plural, one {# new} other {# new}} since {weekday} {part, select, night {night} morning {morning} afternoon {afternoon} other {evening}}',
  },
  day: {
    id: 'times.newSince.day',
    defaultMessage: '{count, plural, one {# new} other {# new}} since {day}',
  },
});

/** "8 new since Tuesday evening", "8 new since 09:05" for today: what was added since the last visit. */
export function toNewSinceWords(intl: IntlShape, count: number, at: Date, now: Date): string {
  if (toDayKey(at) === toDayKey(now)) return intl.$t(NEW_SINCE.time, { count, clock: toClock(intl, at) });
  if (now.getTime() - at.getTime() >= 6 * DAY_MS) {
    return intl.$t(NEW_SINCE.day, { count, day: intl.formatDate(at, { day: 'numeric', month: 'long' }) });
  }
  const hour = at.getHours();
  const part = hour < 5 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
  return intl.$t(NEW_SINCE.part, { count, weekday: intl.formatDate(at, { weekday: 'long' }), part });
}
