import type { Connection } from '#replica/offers.ts';

const WORDS = {
  live: 'Live',
  slower: 'Slower',
  checking: 'Checking every 5 s',
  offline: 'Offline',
} as const satisfies Record<Connection['status'], string>;

/** The word beside the drum. */
export const wordFor = ({ status, reason }: Connection): string =>
  reason === 'starting' ? 'Connecting' : WORDS[status];

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** What the word means for the reader. `heardAtMs`: when the server said anything last. */
export function explain(connection: Connection, nowMs: number, heardAtMs: number | undefined): string {
  switch (connection.status) {
    case 'live':
      return 'New photos and comments appear the moment they are shared.';
    case 'slower':
      return 'Your network does not allow the fast connection, so news can take a second or two. Nothing gets lost, and we keep trying.';
    case 'checking':
      if (connection.reason === 'starting') return 'News comes as soon as the server answers.';
      if (connection.reason === 'chosen-polling')
        return `We ask for news every 5 seconds, as you chose in the settings. Next check in ${secondsTo(connection, nowMs)} s.`;
      return `We cannot hold a connection open right now, so we ask for news every 5 seconds. Next check in ${secondsTo(connection, nowMs)} s.`;
    case 'offline': {
      const seen = heardAtMs === undefined ? '' : `You see what was here at ${CLOCK.format(heardAtMs)}. `;
      return `${seen}${whyOffline(connection)} Comments and photos you add now wait on this device and go out when you are back.`;
    }
  }
}

/** The line below: how old the news is, or when the next attempt comes. Empty when there is nothing to say. */
export function explainTimes(connection: Connection, nowMs: number, heardAtMs: number | undefined): string {
  if (connection.status === 'offline')
    return connection.nextCheckAtMs === undefined ? '' : `Trying again in ${secondsTo(connection, nowMs)} s`;
  if (heardAtMs === undefined) return '';
  const seconds = Math.max(0, Math.floor((nowMs - heardAtMs) / 1000));
  return seconds === 0 ? 'Heard from the server just now' : `Heard from the server ${seconds} s ago`;
}

const secondsTo = ({ nextCheckAtMs }: Connection, nowMs: number): number =>
  Math.max(0, Math.ceil(((nextCheckAtMs ?? nowMs) - nowMs) / 1000));

function whyOffline({ reason }: Connection): string {
  if (reason === 'no-network') return 'This device has no connection.';
  if (reason === 'no-server') return 'The server does not answer at the moment.';
  return '';
}
