import { expect, test } from 'vitest';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { toNetwork } from '#carriers/network.ts';
import { AttemptLimits } from './attempt-limits.ts';
import { Attempts } from './attempts.ts';

function limitsAt() {
  let now = 0;
  const limits = new AttemptLimits(new Attempts(() => now));
  return { limits, pass: (ms: number) => void (now += ms) };
}

/** How many of `times` calls pass, and what the last refusal asks to wait. */
function count(times: number, attempt: () => unknown): { passed: number; retryAfterMs: number | undefined } {
  let passed = 0;
  let retryAfterMs: number | undefined;
  for (let i = 0; i < times; i++) {
    try {
      attempt();
      passed++;
    } catch (error) {
      retryAfterMs = (error as Refusal).body.retryAfterMs;
    }
  }
  return { passed, retryAfterMs };
}

test('ten guesses at one name from one address, then one each fifteen seconds', () => {
  const { limits, pass } = limitsAt();
  const guess = () => limits.signIn('alice', '192.0.2.1');
  expect(count(20, guess)).toEqual({ passed: 10, retryAfterMs: 15_000 });
  pass(14_999);
  expect(count(1, guess).passed).toBe(0);
  pass(1);
  expect(count(2, guess).passed).toBe(1);
});

test("somebody else's failures do not keep the owner out", () => {
  const { limits } = limitsAt();
  count(1_000, () => limits.signIn('alice', '192.0.2.66'));
  expect(count(1, () => limits.signIn('alice', '198.51.100.7')).passed).toBe(1);
});

test('not even guesses from hundreds of addresses keep the owner out for longer than seconds', () => {
  const { limits, pass } = limitsAt();
  for (let i = 0; i < 300; i++) count(1, () => limits.signIn('alice', `192.0.2.${i}`));
  const owner = () => limits.signIn('alice', '198.51.100.7');
  const { passed, retryAfterMs } = count(1, owner);
  expect(passed).toBe(0);
  expect(retryAfterMs).toBeLessThanOrEqual(2_000);
  pass(retryAfterMs!);
  expect(count(1, owner).passed).toBe(1);
});

test('a right password is no attempt at guessing', () => {
  const { limits } = limitsAt();
  expect(count(500, () => limits.signIn('alice', '192.0.2.1')()).passed).toBe(500);
});

test('invites that open are never limited, and those that nobody made are, on one address', async () => {
  const { limits, pass } = limitsAt();
  const good = (address: string) =>
    limits.invite(address, async () => 'in').catch((error: Refusal) => error.body.retryAfterMs);
  const madeUp = () =>
    limits
      .invite('192.0.2.1', () => Promise.reject(new Refusal('not-found')))
      .catch((error: Refusal) => error.body.code);
  const expired = () =>
    limits.invite('192.0.2.1', () => Promise.reject(new Refusal('invite-expired'))).catch(() => 'said');
  for (let i = 0; i < 500; i++) expect([await good('192.0.2.1'), await expired()]).toEqual(['in', 'said']);
  const answers = [];
  for (let i = 0; i < 61; i++) answers.push(await madeUp());
  expect(answers).toEqual([...Array.from({ length: 60 }, () => 'not-found'), 'slow-down']);
  expect([await good('192.0.2.1'), await good('192.0.2.2')]).toEqual([1_000, 'in']);
  pass(1_000);
  expect(await good('192.0.2.1')).toBe('in');
  // Guesses made at once are all looked up, and paid for afterwards: a minute at most.
  expect(new Set(await Promise.all(Array.from({ length: 1_000 }, madeUp)))).toEqual(new Set(['not-found']));
  expect(await good('192.0.2.1')).toBe(61_000);
});

test('one household is one address', () => {
  expect(toNetwork('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(toNetwork('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
  expect(toNetwork('2001:db8::1')).toBe('2001:db8:0:0');
  expect(toNetwork('::1')).toBe('0:0:0:0');
});
