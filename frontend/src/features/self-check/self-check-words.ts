// The sentences of the self-check. For whoever runs the site: plain, and exact where a setting has a name.
import { defineMessages, type IntlShape, type MessageDescriptor } from 'react-intl';
import type { CheckName, Finding, Why } from './judge.ts';

export const TITLES: Readonly<Record<CheckName, MessageDescriptor>> = defineMessages({
  poll: { id: 'selfCheck.title.poll', defaultMessage: 'Plain requests' },
  'long-poll': { id: 'selfCheck.title.long-poll', defaultMessage: 'Requests that wait for news' },
  'http-polling': { id: 'selfCheck.title.http-polling', defaultMessage: 'Socket.IO over HTTP' },
  websocket: { id: 'selfCheck.title.websocket', defaultMessage: 'WebSocket' },
  held: { id: 'selfCheck.title.held', defaultMessage: 'A request may be silent for 25 seconds' },
  pieces: { id: 'selfCheck.title.pieces', defaultMessage: 'Answers come through as they are written' },
  bytes: { id: 'selfCheck.title.bytes', defaultMessage: 'Pieces of an upload fit through' },
  address: { id: 'selfCheck.title.address', defaultMessage: 'The address that people type' },
  visitor: { id: 'selfCheck.title.visitor', defaultMessage: 'Who is asking' },
});

const GOOD: Readonly<Record<CheckName, MessageDescriptor>> = defineMessages({
  poll: {
    id: 'selfCheck.good.poll',
    defaultMessage: 'They are answered. Whatever else is wrong, the site works with this.',
  },
  'long-poll': { id: 'selfCheck.good.long-poll', defaultMessage: 'They come through.' },
  'http-polling': {
    id: 'selfCheck.good.http-polling',
    defaultMessage: 'It comes through, and stays with one process.',
  },
  websocket: { id: 'selfCheck.good.websocket', defaultMessage: 'It opens. People see Live.' },
  held: { id: 'selfCheck.good.held', defaultMessage: 'Nobody cut it off.' },
  pieces: { id: 'selfCheck.good.pieces', defaultMessage: 'Nobody keeps them back.' },
  bytes: { id: 'selfCheck.good.bytes', defaultMessage: '8 MB arrived in one piece.' },
  address: { id: 'selfCheck.good.address', defaultMessage: 'Browser, proxy and server agree on it.' },
  visitor: { id: 'selfCheck.good.visitor', defaultMessage: 'The server knows its visitors apart.' },
});

type Blocked = 'poll' | 'long-poll' | 'http-polling' | 'websocket' | 'address' | 'other';
const BLOCKED: Readonly<Record<Blocked, MessageDescriptor>> = defineMessages({
  poll: {
    id: 'selfCheck.blocked.poll',
    defaultMessage: 'They are not answered as this server would. Something in between answers in its place.',
  },
  'long-poll': {
    id: 'selfCheck.blocked.long-poll',
    defaultMessage: 'They do not come through. Without WebSocket, people would wait five seconds for news.',
  },
  'http-polling': {
    id: 'selfCheck.blocked.http-polling',
    defaultMessage: 'It does not come through. The first connection of every visit takes a second longer.',
  },
  websocket: {
    id: 'selfCheck.blocked.websocket',
    defaultMessage:
      'It does not open. People see Slower instead of Live: the proxy does not hand on the Upgrade header, or has no WebSocket support.',
  },
  address: { id: 'selfCheck.blocked.address', defaultMessage: 'The server did not answer the question what it sees.' },
  other: { id: 'selfCheck.blocked.other', defaultMessage: 'It does not come through.' },
});

const WHY: Readonly<Record<Exclude<Why['says'], 'blocked'>, MessageDescriptor>> = defineMessages({
  'not-sticky': {
    id: 'selfCheck.why.not-sticky',
    defaultMessage:
      'It breaks: its requests reach different processes. The balancer must send all requests with the same k= to the same one. WebSocket and waiting requests do not need that.',
  },
  'kept-back': {
    id: 'selfCheck.why.kept-back',
    defaultMessage:
      'The proxy keeps answers until they are complete. Zoetrope works with that, but large downloads begin late and fill the proxy’s disk.',
  },
  'too-large': {
    id: 'selfCheck.why.too-large',
    defaultMessage: '8 MB do not arrive: the proxy limits the size of requests. Uploads of photos fail.',
  },
  'nobody-named': {
    id: 'selfCheck.why.nobody-named',
    defaultMessage:
      'TRUST_PROXY is set, but the proxy does not say for whom it asks. Everybody has the proxy’s address, and one person’s wrong passwords lock everybody out.',
  },
  'proxy-not-trusted': {
    id: 'selfCheck.why.proxy-not-trusted',
    defaultMessage:
      'There is a proxy, but TRUST_PROXY is not set. Everybody has the proxy’s address, and one person’s wrong passwords lock everybody out.',
  },
  cut: {
    id: 'selfCheck.why.cut',
    defaultMessage:
      'It was cut off after {afterSeconds, number} seconds. The proxy’s idle time-out must be longer than 25 seconds; 120 are good.',
  },
  'other-address': {
    id: 'selfCheck.why.other-address',
    defaultMessage:
      'You typed {typed}; the server sees {seen}. It refuses changes whose origin is another, and its links and cookies are for the wrong address. The proxy must hand on Host and X-Forwarded-Proto.',
  },
  'other-public-url': {
    id: 'selfCheck.why.other-public-url',
    defaultMessage: 'You typed {typed}; PUBLIC_URL says {publicUrl}. From this address nobody can change anything.',
  },
  'no-public-url': {
    id: 'selfCheck.why.no-public-url',
    defaultMessage:
      'The server takes whatever address it is called by. Set PUBLIC_URL to {typed}, so that links and origins rest on your word and not on a header.',
  },
});

const isBlocked = (check: CheckName): check is Exclude<Blocked, 'other'> & CheckName => Object.hasOwn(BLOCKED, check);

export function explain({ $t }: IntlShape, { check, verdict }: Finding): string {
  if (verdict.is === 'open') return $t({ id: 'selfCheck.open.now', defaultMessage: 'Being tried.' });
  if (verdict.is === 'good') return $t(GOOD[check]);
  const { says, ...named } = verdict.why;
  if (says === 'blocked') return $t(BLOCKED[isBlocked(check) ? check : 'other']);
  return $t(WHY[says], named);
}
