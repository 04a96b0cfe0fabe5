import { expect, test } from 'vitest';
import { BYTES, type SeenRequest } from '@zoetrope/contract/self-check.ts';
import { refused } from '#replica/refused.ts';
import { judge, type CheckName } from './judge.ts';
import type { Probes } from './probes.ts';
import { linesFor, PROXIES, settingsFor } from './proxy-lines.ts';

const TYPED = 'https://photos.example.org';
const works = { works: true, tookMs: 20 } as const;
const fails = { works: false, error: refused('unavailable') } as const;

const seen = (more: Partial<SeenRequest> = {}, settings: Partial<SeenRequest['settings']> = {}): SeenRequest => ({
  node: 'one',
  origin: TYPED,
  address: '198.51.100.7',
  peer: '127.0.0.1',
  forwarded: { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'https' },
  ...more,
  settings: { publicUrl: TYPED, trustProxy: true, hasOtherNodes: false, ...settings },
});
const good: Probes = {
  seen: [seen()],
  poll: works,
  longPoll: works,
  httpPolling: [works, works, works],
  webSocket: works,
  piecesSpreadMs: 1_600,
  heldCutAfterMs: undefined,
  bytesArrived: BYTES,
};
const badOf = (more: Partial<Probes>) =>
  judge({ ...good, ...more }, TYPED)
    .filter(({ verdict }) => verdict.is === 'wrong' || verdict.is === 'note')
    .map(({ check, topics, settings, verdict }) => [check, verdict.is, ...topics, ...settings]);

test('where nothing stands in the way, everything is good', () => {
  expect(badOf({})).toEqual([]);
  expect(judge(good, TYPED).every(({ verdict }) => verdict.is === 'good')).toBe(true);
});

test('before an answer nothing is judged', () => {
  expect(judge({}, TYPED).every(({ verdict }) => verdict.is === 'open')).toBe(true);
});

test.each<[string, Partial<Probes>, [CheckName, ...string[]]]>([
  ['WebSocket is not handed on', { webSocket: fails }, ['websocket', 'wrong', 'upgrade']],
  ['answers are kept back', { piecesSpreadMs: 3 }, ['pieces', 'note', 'buffering']],
  ['silent requests are cut', { heldCutAfterMs: 10_020 }, ['held', 'wrong', 'idle']],
  ['requests are limited to 1 MB', { bytesArrived: undefined }, ['bytes', 'wrong', 'body']],
  [
    'a balancer is not sticky',
    { seen: [seen(), seen({ node: 'two' })], httpPolling: [fails, works, fails] },
    ['http-polling', 'wrong', 'sticky'],
  ],
  [
    'one process, and Socket.IO is blocked',
    { httpPolling: [fails, fails, fails] },
    ['http-polling', 'wrong', 'upgrade'],
  ],
  [
    'the host is not handed on',
    { seen: [seen({ origin: 'https://127.0.0.1:3000' })] },
    ['address', 'wrong', 'host', 'forwarded'],
  ],
  [
    'the scheme is lost',
    { seen: [seen({ origin: 'http://photos.example.org' })] },
    ['address', 'wrong', 'host', 'forwarded'],
  ],
  [
    'PUBLIC_URL is another',
    { seen: [seen({}, { publicUrl: 'https://old.example.org' })] },
    ['address', 'wrong', 'PUBLIC_URL'],
  ],
  ['PUBLIC_URL is not set', { seen: [seen({}, { publicUrl: null })] }, ['address', 'note', 'PUBLIC_URL']],
  ['the proxy is not trusted', { seen: [seen({}, { trustProxy: false })] }, ['visitor', 'wrong', 'TRUST_PROXY']],
  ['the proxy names nobody', { seen: [seen({ forwarded: {} })] }, ['visitor', 'wrong', 'forwarded']],
])('%s: one finding, with what mends it', (_title, more, finding) => {
  expect(badOf(more)).toEqual([finding]);
});

test('every proxy has lines for everything, and only those asked for', () => {
  for (const proxy of PROXIES) {
    expect(linesFor(proxy, []).split('\n\n').length).toBeGreaterThanOrEqual(7);
    expect(linesFor(proxy, ['upgrade'])).not.toContain('120s;');
  }
  expect(linesFor('nginx', ['upgrade'])).toContain('proxy_set_header Upgrade $http_upgrade;');
  expect(settingsFor(['PUBLIC_URL', 'TRUST_PROXY'], TYPED, '::ffff:127.0.0.1')).toBe(
    `PUBLIC_URL=${TYPED}\nTRUST_PROXY=loopback`,
  );
  expect(settingsFor(['TRUST_PROXY'], TYPED, '172.18.0.3')).toBe('TRUST_PROXY=uniquelocal');
});
