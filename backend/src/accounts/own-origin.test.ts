import { expect, test } from 'vitest';
import { isOwnOrigin } from './own-origin.ts';

const anyHost = { publicUrl: undefined, isBehindProxy: false };
const host = '192.168.1.20:3000';

test('a page of the same host is ours, whatever name it was opened under', () => {
  expect(isOwnOrigin({ host, origin: `http://${host}` }, anyHost)).toBe(true);
  expect(isOwnOrigin({ host: 'example.org', origin: 'https://example.org' }, anyHost)).toBe(true);
  expect(isOwnOrigin({ host: 'example.org:443', origin: 'https://example.org' }, anyHost)).toBe(true);
});

test.each(['http://evil.example', 'http://192.168.1.20:3001', 'null', '', 'no url'])(
  'a page of %j is not',
  (origin) => {
    expect(isOwnOrigin({ host, origin }, anyHost)).toBe(false);
  },
);

test('a request without an Origin passes unless the browser says that another site made it', () => {
  expect(isOwnOrigin({ host }, anyHost)).toBe(true);
  expect(isOwnOrigin({ host, 'sec-fetch-site': 'same-origin' }, anyHost)).toBe(true);
  expect(isOwnOrigin({ host, 'sec-fetch-site': 'none' }, anyHost)).toBe(true);
  expect(isOwnOrigin({ host, 'sec-fetch-site': 'same-site' }, anyHost)).toBe(false);
  expect(isOwnOrigin({ host, 'sec-fetch-site': 'cross-site' }, anyHost)).toBe(false);
});

test('with PUBLIC_URL only that origin is ours', () => {
  const settings = { publicUrl: 'https://photos.example.org', isBehindProxy: false };
  expect(isOwnOrigin({ host: 'inner:3000', origin: 'https://photos.example.org' }, settings)).toBe(true);
  expect(isOwnOrigin({ host: 'photos.example.org', origin: 'http://photos.example.org' }, settings)).toBe(false);
});

test('a forwarded host counts only behind a proxy that is trusted', () => {
  const headers = {
    host: 'inner:3000',
    'x-forwarded-host': 'photos.example.org',
    origin: 'https://photos.example.org',
  };
  expect(isOwnOrigin(headers, anyHost)).toBe(false);
  expect(isOwnOrigin(headers, { ...anyHost, isBehindProxy: true })).toBe(true);
});
