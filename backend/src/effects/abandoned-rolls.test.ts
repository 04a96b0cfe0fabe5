import { newId } from '@zoetrope/contract/ids.ts';
import { beginRoll } from '@zoetrope/contract/features/rolls.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Site, until } from '#media/site.fixture.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

test('what nobody is adding any more leaves, and what somebody still is adding stays', async () => {
  const alice = await site.person('alice');
  const audience = { to: 'group', groupId: await alice.makeGroup() };
  const begin = async () => {
    const photos = [newId(), newId()].map((id) => ({ id, widthPx: 4, heightPx: 3 }));
    const id = newId();
    await alice.run(beginRoll.name, { id, audience, photos });
    return id;
  };
  const [abandoned, live] = [await begin(), await begin()];
  await site.stop();
  await site.query(`update rolls set expires_at = now() - interval '1 second' where id = $1`, [abandoned]);
  await site.start();
  await until('the abandoned roll is gone', async () => (await site.query('select 1 from rolls')).length === 1);
  expect(await site.query('select id from rolls')).toEqual([{ id: live }]);
  const left = await site.query('select distinct roll_id, count(*)::int from uploads group by roll_id');
  expect(left).toEqual([{ roll_id: live, count: 2 }]);
  const log = await site.query(
    `select body::text from change where topic like 'group-photos/%' order by version desc limit 1`,
  );
  expect(log[0].body).toContain(abandoned);
});
