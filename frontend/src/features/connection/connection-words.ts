import type { Connection } from '#replica/offers.ts';

/** The word beside the drum. */
export const WORDS = {
  live: 'Live',
  slower: 'Slower',
  checking: 'Checking',
  offline: 'Offline',
} as const satisfies Record<Connection['status'], string>;

/** What the word means for the reader, and why it is so. */
export function explain(connection: Connection, nowMs: number): { meaning: string; why?: string } {
  const seconds = Math.max(0, Math.ceil(((connection.nextCheckAtMs ?? nowMs) - nowMs) / 1000));
  switch (connection.status) {
    case 'live':
      return { meaning: 'Photos and comments appear the moment they happen.' };
    case 'slower':
      return {
        meaning: 'News arrives within a second or two.',
        why: 'The fastest road is blocked on this network, so we take the next one. We keep trying.',
      };
    case 'checking':
      return {
        meaning: `We ask for news every 5 seconds. Next check in ${seconds} s.`,
        why:
          connection.reason === 'chosen-polling'
            ? 'You chose this in the settings.'
            : 'This network lets only plain requests through. We keep trying the faster roads.',
      };
    case 'offline':
      return {
        meaning: 'What you see may be old. What you write is kept and sent when the connection is back.',
        why:
          connection.reason === 'no-server'
            ? 'The server does not answer at the moment.'
            : 'This device has no connection at the moment.',
      };
  }
}
