// Days and moments as a person says them.
const LOCALE = 'en-GB';
const CLOCK = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(LOCALE, { weekday: 'long', day: 'numeric', month: 'long' });
const DAY_WITH_YEAR = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long', year: 'numeric' });
const WEEKDAY = new Intl.DateTimeFormat(LOCALE, { weekday: 'long' });
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The reader's own day, as a key that sorts. */
export function toDayKey(at: Date): string {
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
}

/** "Today", "Yesterday", "Saturday 21 November", "3 May 2024". */
export function toDayWords(at: Date, now: Date): string {
  const key = toDayKey(at);
  if (key === toDayKey(now)) return 'Today';
  if (key === toDayKey(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return 'Yesterday';
  if (at.getFullYear() !== now.getFullYear()) return DAY_WITH_YEAR.format(at);
  // en-GB writes a comma after the weekday, which a heading does not need.
  return DAY.format(at).replace(',', '');
}

/** "Today, 18:42". */
export const toMomentWords = (at: Date, now: Date): string => `${toDayWords(at, now)}, ${CLOCK.format(at)}`;

/** "now", "20 min", "3 h", then the day. */
export function toAgeWords(at: Date, now: Date): string {
  const ageMs = now.getTime() - at.getTime();
  if (ageMs < MINUTE_MS) return 'now';
  if (ageMs < HOUR_MS) return `${Math.floor(ageMs / MINUTE_MS)} min`;
  if (ageMs < 12 * HOUR_MS) return `${Math.floor(ageMs / HOUR_MS)} h`;
  return toMomentWords(at, now);
}

/** "09:05" for today, else "Tuesday evening": when the last visit was. */
export function toVisitWords(at: Date, now: Date): string {
  const hour = at.getHours();
  const part = hour < 5 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
  const key = toDayKey(at);
  if (key === toDayKey(now)) return CLOCK.format(at);
  if (now.getTime() - at.getTime() < 6 * DAY_MS) return `${WEEKDAY.format(at)} ${part}`;
  return toDayWords(at, now);
}
