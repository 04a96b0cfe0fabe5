import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Looking, Writing } from '@zoetrope/contract/features/presence.ts';
import { photoTopic } from './testing/ladder.fixture.ts';
import { Wire } from './testing/wire.fixture.ts';
import { alice, bob, World } from './testing/world.fixture.ts';
import { Signals } from './signals.ts';

let wire: Wire;
let signals: Signals;
beforeEach(() => {
  vi.useFakeTimers();
  wire = new Wire(new World().server, bob);
  signals = new Signals(bob.id, wire);
});
afterEach(() => {
  signals.close();
  vi.useRealTimers();
});

const heard = (by: string, body: true | null, holdMs = 45_000) => ({
  t: photoTopic.key,
  s: Looking.name,
  by,
  body,
  holdMs,
});

test('it is said at once, again and again while it lasts, and taken back at the end', () => {
  const stop = signals.keepSaying(Looking, photoTopic, true);
  vi.advanceTimersByTime(Looking.ttlMs);
  expect(wire.said.map(({ body }) => body)).toEqual([true, true, true, true]);
  stop();
  stop();
  vi.advanceTimersByTime(Looking.ttlMs);
  expect(wire.said.map(({ body }) => body)).toEqual([true, true, true, true, null]);
  expect(new Set(wire.said.map(({ source }) => source)).size).toBe(1);
});

test('what was said is said again when a carrier comes up', () => {
  signals.keepSaying(Writing, photoTopic, true);
  wire.comeUp();
  expect(wire.said).toHaveLength(2);
});

test('listeners hear of who comes and goes, and not of what stays', () => {
  let told = 0;
  signals.watch(photoTopic, () => told++);
  signals.take([heard(alice.id, true), heard(bob.id, true)]);
  expect(signals.by(Looking, photoTopic)).toEqual([alice.id]);
  const before = signals.by(Looking, photoTopic);
  signals.take([heard(alice.id, true)]);
  expect(signals.by(Looking, photoTopic)).toBe(before);
  expect(told).toBe(1);
  signals.take([heard(alice.id, null)]);
  expect(signals.by(Looking, photoTopic)).toEqual([]);
  expect(told).toBe(2);
});

test('one whose end was never told goes when its time is over', () => {
  signals.watch(photoTopic, () => undefined);
  signals.take([heard(alice.id, true, 12_000)]);
  vi.advanceTimersByTime(10_000);
  expect(signals.by(Looking, photoTopic)).toEqual([alice.id]);
  vi.advanceTimersByTime(5_000);
  expect(signals.by(Looking, photoTopic)).toEqual([]);
});

test('what is pushed is asked for once, when it begins and when a carrier comes up', () => {
  signals.watch(photoTopic, () => undefined);
  signals.takeAll(photoTopic.key, [heard(alice.id, true)]);
  vi.advanceTimersByTime(20_000);
  expect(wire.hears).toEqual([photoTopic.key]);
  wire.comeUp();
  signals.takeAll(photoTopic.key, []);
  vi.advanceTimersByTime(20_000);
  expect(wire.hears).toHaveLength(2);
  expect(signals.by(Looking, photoTopic)).toEqual([]);
});

test('a question without an answer is put again, until there is one', () => {
  signals.watch(photoTopic, () => undefined);
  signals.take([heard(alice.id, true)]);
  vi.advanceTimersByTime(10_000);
  expect(wire.hears).toHaveLength(3);
  signals.takeAll(photoTopic.key, [heard(alice.id, true)]);
  vi.advanceTimersByTime(10_000);
  expect(wire.hears).toHaveLength(3);
});

test('where nothing is pushed it asks every five seconds, and only while somebody listens', () => {
  wire.isPushed = () => false;
  wire.hear = (topicKey) => {
    wire.hears.push(topicKey);
    signals.takeAll(topicKey, [heard(alice.id, true)]);
  };
  const stop = signals.watch(photoTopic, () => undefined);
  vi.advanceTimersByTime(15_000);
  expect(wire.hears).toHaveLength(4);
  expect(signals.by(Looking, photoTopic)).toEqual([alice.id]);
  expect([...signals.watched]).toEqual([photoTopic.key]);
  stop();
  vi.advanceTimersByTime(15_000);
  expect(wire.hears).toHaveLength(4);
  expect([...signals.watched]).toEqual([]);
});
