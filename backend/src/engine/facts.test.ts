import { expect, test } from 'vitest';
import type { Held } from '#store/table.ts';
import { Facts } from './facts.ts';

const held = (rv: number, role = 'viewer'): Held => ({ rv, row: { id: 'm', role } });

/** Facts over reads that end when the test says so. */
function controlled() {
  const reads: ((found: Held | null) => void)[] = [];
  let nowMs = 0;
  const facts = new Facts(
    () => new Promise((resolve) => reads.push((found) => resolve(new Map(found ? [['members/m', found]] : [])))),
    () => nowMs,
  );
  return { facts, reads, wait: (ms: number) => (nowMs += ms) };
}

test('a commit that is heard while a read is under way wins over what the read finds', async () => {
  const { facts, reads } = controlled();
  const loaded = facts.load('members', 'm');
  await expect.poll(() => reads.length).toBe(1);
  facts.learn('members', 'm', held(2, 'admin'));
  reads[0]!(held(1));
  expect((await loaded)!.rv).toBe(2);
  expect(facts.peek('members', 'm')!.rv).toBe(2);
});

test('when only the fact of a change is heard meanwhile, the row is read again', async () => {
  const { facts, reads } = controlled();
  const loaded = facts.load('members', 'm');
  await expect.poll(() => reads.length).toBe(1);
  facts.touch({ 'members/m': ['role'] }, []);
  reads[0]!(held(1));
  await expect.poll(() => reads.length).toBe(2);
  reads[1]!(held(2));
  expect((await loaded)!.rv).toBe(2);
});

test('a removal is not undone by an older change that arrives late', () => {
  const { facts } = controlled();
  facts.learn('members', 'm', held(1));
  facts.touch({ 'members/m': null }, [{ e: 'members', id: 'm', rv: 3, row: null }]);
  facts.touch({ 'members/m': ['role'] }, [{ e: 'members', id: 'm', rv: 2, row: { id: 'm', role: 'admin' } }]);
  expect(facts.peek('members', 'm')).toBeUndefined();
});

test('a row that left one topic and is in another is known, not doubted', () => {
  const { facts } = controlled();
  const left = { e: 'members', id: 'm', rv: 4, row: null };
  const here = { ...left, row: { id: 'm', role: 'admin' } };
  for (const changes of [
    [left, here],
    [here, left],
  ]) {
    facts.forget();
    facts.learn('members', 'm', held(3));
    facts.touch({ 'members/m': null }, changes);
    expect(facts.peek('members', 'm')?.rv).toBe(4);
  }
});

test('while other nodes cannot be heard nothing older than a second is believed', () => {
  const { facts, wait } = controlled();
  facts.learn('members', 'm', held(1));
  wait(1_500);
  expect(facts.peek('members', 'm')).toBeDefined();
  facts.trust(false);
  expect(facts.peek('members', 'm')).toBeUndefined();
});

test('rows that nobody asked for are not kept', () => {
  const { facts } = controlled();
  facts.touch({ 'comments/c': null }, [{ e: 'comments', id: 'c', rv: 1, row: { id: 'c' } }]);
  facts.hear('comments', 'd', held(2), 2);
  facts.missed('comments', 'e');
  for (const id of ['c', 'd', 'e']) expect(facts.last('comments', id)).toBeUndefined();
});
