// The sentences of the self-check. For whoever runs the site: plain, and exact where a setting has a name.
import type { CheckName, Finding, Why } from './judge.ts';

export const TITLES: Record<CheckName, string> = {
  poll: 'Plain requests',
  'long-poll': 'Requests that wait for news',
  'http-polling': 'Socket.IO over HTTP',
  websocket: 'WebSocket',
  held: 'A request may be silent for 25 seconds',
  pieces: 'Answers come through as they are written',
  bytes: 'Pieces of an upload fit through',
  address: 'The address that people type',
  visitor: 'Who is asking',
};

const GOOD: Record<CheckName, string> = {
  poll: 'They are answered. Whatever else is wrong, the site works with this.',
  'long-poll': 'They come through.',
  'http-polling': 'It comes through, and stays with one process.',
  websocket: 'It opens. People see Live.',
  held: 'Nobody cut it off.',
  pieces: 'Nobody keeps them back.',
  bytes: '8 MB arrived in one piece.',
  address: 'Browser, proxy and server agree on it.',
  visitor: 'The server knows its visitors apart.',
};

const BLOCKED: Partial<Record<CheckName, string>> = {
  poll: 'They are not answered as this server would. Something in between answers in its place.',
  'long-poll': 'They do not come through. Without WebSocket, people would wait five seconds for news.',
  'http-polling': 'It does not come through. The first connection of every visit takes a second longer.',
  websocket:
    'It does not open. People see Slower instead of Live: the proxy does not hand on the Upgrade header, or has no WebSocket support.',
  address: 'The server did not answer the question what it sees.',
};

export function explain({ check, verdict }: Finding): string {
  if (verdict.is === 'open') return 'Being tried.';
  if (verdict.is === 'good') return GOOD[check];
  return explainWhy(check, verdict.why);
}

function explainWhy(check: CheckName, why: Why): string {
  switch (why.says) {
    case 'blocked':
      return BLOCKED[check] ?? 'It does not come through.';
    case 'not-sticky':
      return 'It breaks: its requests reach different processes. The balancer must send all requests with the same k= to the same one. WebSocket and waiting requests do not need that.';
    case 'kept-back':
      return 'The proxy keeps answers until they are complete. Zoetrope works with that, but large downloads begin late and fill the proxy’s disk.';
    case 'too-large':
      return '8 MB do not arrive: the proxy limits the size of requests. Uploads of photos fail.';
    case 'nobody-named':
      return 'TRUST_PROXY is set, but the proxy does not say for whom it asks. Everybody has the proxy’s address, and one person’s wrong passwords lock everybody out.';
    case 'proxy-not-trusted':
      return 'There is a proxy, but TRUST_PROXY is not set. Everybody has the proxy’s address, and one person’s wrong passwords lock everybody out.';
    case 'cut':
      return `It was cut off after ${why.afterSeconds} seconds. The proxy’s idle time-out must be longer than 25 seconds; 120 are good.`;
    case 'other-address':
      return `You typed ${why.typed}; the server sees ${why.seen}. It refuses changes whose origin is another, and its links and cookies are for the wrong address. The proxy must hand on Host and X-Forwarded-Proto.`;
    case 'other-public-url':
      return `You typed ${why.typed}; PUBLIC_URL says ${why.publicUrl}. From this address nobody can change anything.`;
    case 'no-public-url':
      return `The server takes whatever address it is called by. Set PUBLIC_URL to ${why.typed}, so that links and origins rest on your word and not on a header.`;
  }
}
