import { defineMessages, type IntlShape, type MessageDescriptor } from 'react-intl';
import type { Connection } from '#replica/offers.ts';

const WORDS: Readonly<Record<Connection['status'] | 'starting', MessageDescriptor>> = defineMessages({
  live: { id: 'connection.live', defaultMessage: 'Live' },
  slower: { id: 'connection.slower', defaultMessage: 'Slower' },
  checking: { id: 'connection.checking', defaultMessage: 'Checking every 5 s' },
  offline: { id: 'connection.offline', defaultMessage: 'Offline' },
  starting: { id: 'connection.starting', defaultMessage: 'Connecting' },
});

/** The word beside the drum. */
export const wordFor = ({ status, reason }: Connection): MessageDescriptor =>
  reason === 'starting' ? WORDS.starting : WORDS[status];

type Meaning = 'live' | 'slower' | 'starting' | 'chosen' | 'checking' | 'offline';
const MEANINGS: Readonly<Record<Meaning, MessageDescriptor>> = defineMessages({
  live: {
    id: 'connection.live.meaning',
    defaultMessage: 'New photos and comments appear the moment they are shared.',
  },
  slower: {
    id: 'connection.slower.meaning',
    defaultMessage:
      'Your network does not allow the fast connection, so news can take a second or two. Nothing gets lost, and we keep trying.',
  },
  starting: { id: 'connection.starting.meaning', defaultMessage: 'News comes as soon as the server answers.' },
  chosen: {
    id: 'connection.chosen.meaning',
    defaultMessage: 'We ask for news every 5 seconds, as you chose in the settings. Next check in {seconds, number} s.',
  },
  checking: {
    id: 'connection.checking.meaning',
    defaultMessage:
      'We cannot hold a connection open right now, so we ask for news every 5 seconds. Next check in {seconds, number} s.',
  },
  offline: {
    id: 'connection.offline.meaning',
    defaultMessage:
      '{isSeen, select, yes {You see what was here at {clock}. } other {}}{reason, select, network {This device has no connection. } server {The server does not answer at the moment. } other {}}Comments and photos you add now wait on this device and go out when you are back.',
  },
});

const TIMES: Readonly<Record<'trying' | 'heardNow' | 'heard', MessageDescriptor>> = defineMessages({
  trying: { id: 'connection.tryingAgain', defaultMessage: 'Trying again in {seconds, number} s' },
  heardNow: { id: 'connection.heardNow', defaultMessage: 'Heard from the server just now' },
  heard: { id: 'connection.heard', defaultMessage: 'Heard from the server {seconds, number} s ago' },
});

/** What the word means for the reader. `heardAtMs`: when the server said anything last. */
export function explain(intl: IntlShape, connection: Connection, nowMs: number, heardAtMs: number | undefined): string {
  const { status, reason } = connection;
  if (status === 'offline') {
    return intl.$t(MEANINGS.offline, {
      isSeen: heardAtMs === undefined ? 'no' : 'yes',
      clock: intl.formatTime(heardAtMs ?? nowMs),
      reason: reason === 'no-network' ? 'network' : reason === 'no-server' ? 'server' : 'unknown',
    });
  }
  const meaning: Meaning =
    status !== 'checking'
      ? status
      : reason === 'starting'
        ? 'starting'
        : reason === 'chosen-polling'
          ? 'chosen'
          : status;
  return intl.$t(MEANINGS[meaning], { seconds: secondsTo(connection, nowMs) });
}

/** The line below: how old the news is, or when the next attempt comes. Empty when there is nothing to say. */
export function explainTimes(
  { $t }: IntlShape,
  connection: Connection,
  nowMs: number,
  heardAtMs: number | undefined,
): string {
  if (connection.status === 'offline') {
    return connection.nextCheckAtMs === undefined ? '' : $t(TIMES.trying, { seconds: secondsTo(connection, nowMs) });
  }
  if (heardAtMs === undefined) return '';
  const seconds = Math.max(0, Math.floor((nowMs - heardAtMs) / 1000));
  return seconds === 0 ? $t(TIMES.heardNow) : $t(TIMES.heard, { seconds });
}

const secondsTo = ({ nextCheckAtMs }: Connection, nowMs: number): number =>
  Math.max(0, Math.ceil(((nextCheckAtMs ?? nowMs) - nowMs) / 1000));
