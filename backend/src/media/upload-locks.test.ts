// Two nodes' locks on one database.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@zoetrope/contract/ids.ts';
import { openWorld, type World } from '#engine/world.fixture.ts';
import { until } from './site.fixture.ts';
import { UploadLocks } from './upload-locks.ts';

let world: World;
let here: UploadLocks;
let there: UploadLocks;
beforeAll(async () => {
  world = await openWorld();
  [here, there] = [new UploadLocks(world.engine.dataSource), new UploadLocks(world.engine.dataSource)];
});
afterAll(() => world.close());

const query = (text: string, values: unknown[] = []): Promise<any[]> => world.engine.dataSource.query(text, values);
const never = new AbortController().signal;
const mayWrite = (locks: UploadLocks, id: string): boolean => {
  try {
    locks.assertHeld(id);
    return true;
  } catch {
    return false;
  }
};

test('who has the lock is asked to let go, wherever the other one is', async () => {
  const id = newId();
  const first = here.newLock(id);
  // As the library does: asked to let go, it ends its request and unlocks.
  await first.lock(never, () => first.unlock());
  expect([mayWrite(here, id), mayWrite(there, id)]).toEqual([true, false]);
  const second = there.newLock(id);
  await second.lock(never, () => {});
  expect([mayWrite(here, id), mayWrite(there, id)]).toEqual([false, true]);
  await second.unlock();
  expect(await query('select 1 from upload_lock where upload_id = $1', [id])).toEqual([]);
});

test('who slept through a lease may not write any more, and its unlocking leaves the next one alone', async () => {
  const id = newId();
  const sleeper = here.newLock(id);
  let wasAsked = false;
  await sleeper.lock(never, () => {
    wasAsked = true;
  });
  const [{ token }] = await query('select token from upload_lock where upload_id = $1', [id]);
  await query("update upload_lock set held_until = now() - interval '1 second' where upload_id = $1", [id]);
  const next = there.newLock(id);
  await next.lock(never, () => {});
  const [{ token: later }] = await query('select token from upload_lock where upload_id = $1', [id]);
  expect(BigInt(later)).toBeGreaterThan(BigInt(token));
  await until('the sleeper knows', async () => wasAsked);
  expect([mayWrite(here, id), mayWrite(there, id)]).toEqual([false, true]);
  await sleeper.unlock();
  expect(await query('select token from upload_lock where upload_id = $1', [id])).toEqual([{ token: later }]);
  await next.unlock();
});

test('what only one may do at a time is done by one after the other, and is not broken off', async () => {
  const id = newId();
  const order: string[] = [];
  let end = (): void => {};
  const first = here.whileHeld(id, async () => {
    order.push('first begins');
    await new Promise<void>((resolve) => (end = resolve));
    order.push('first ends');
  });
  await until('it has begun', async () => order.length === 1);
  const second = there.whileHeld(id, async () => void order.push('second begins'));
  await until('the other one waits', async () => {
    return (await query('select is_wanted from upload_lock where upload_id = $1', [id]))[0].is_wanted;
  });
  expect(order).toEqual(['first begins']);
  end();
  await Promise.all([first, second]);
  expect(order).toEqual(['first begins', 'first ends', 'second begins']);
  expect(await query('select 1 from upload_lock where upload_id = $1', [id])).toEqual([]);
});
