// What happens when there is no room: a refusal before the first byte, and nothing else is any different.
import { createHash, randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addComment } from '@zoetrope/contract/features/comments.ts';
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { createInvite } from '@zoetrope/contract/features/invites.ts';
import { editSite } from '@zoetrope/contract/features/site.ts';
import { removePhoto } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { photoUrl } from '@zoetrope/contract/renditions.ts';
import { USAGE_URL } from '@zoetrope/contract/usage.ts';
import { aPicture } from './made-pictures.fixture.ts';
import { Site, until, type Person } from './site.fixture.ts';

let site: Site;
let alice: Person;
let bob: Person;
let groupId: string;
let photoId: string;
let bytes: Buffer;
beforeAll(async () => {
  site = await Site.open();
  [alice, bob] = [await site.person('alice'), await site.person('bob')];
  // By the one-time link, which only the first start's console shows.
  await site.query('update people set is_admin = true where id = $1', [alice.personId]);
  await restart({});
  groupId = await alice.makeGroup();
  const token = randomBytes(16).toString('hex');
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const invite = { id: newId(), groupId, role: 'contributor', tokenHash, expiresAt: null, usesLeft: 1 };
  await alice.run(createInvite.name, invite);
  await bob.ask('POST', '/api/invites/accept', { 'content-type': 'application/json' }, JSON.stringify({ token }));
  bytes = await aPicture('png', 300, 200);
  photoId = await add(bob, bytes);
});
afterAll(() => site.close());
afterEach(() => (isUsual ? undefined : restart({})));

/** There is as much room as there is. */
let isUsual = true;
async function restart(storage: Partial<Site['storage']>): Promise<void> {
  await site.stop();
  isUsual = Object.keys(storage).length === 0;
  site.storage = { siteQuotaBytes: undefined, minFreeBytes: 0, ...storage };
  await site.start();
}
const wish = () => ({ photoId: newId(), audience: { to: 'group' as const, groupId }, caption: '' });
async function add(who: Person, file: Buffer, audience?: PhotoAudience): Promise<string> {
  const { photoId: id, ...rest } = wish();
  expect((await who.upload({ photoId: id, ...rest, ...(audience && { audience }) }, file)).status).toBe(204);
  await until('it is shown', async () => (await who.get(photoUrl(id, 'w320.webp'))).status === 200);
  return id;
}
const place = (answer: { headers: Headers }) => answer.headers.get('location')!;
async function cancel(who: Person, locations: readonly string[]): Promise<void> {
  for (const location of locations) expect((await who.tus('DELETE', location)).status).toBe(204);
}
/** Undefined for what is let in; it is cancelled then. */
async function refusalOf(who: Person, byteCount = 1_000): Promise<string | undefined> {
  const answer = await who.begin(wish(), byteCount);
  if (answer.status === 201) await cancel(who, [place(answer)]);
  return answer.json?.code;
}
const usageOf = async (who: Person) => (await who.get(USAGE_URL)).json;
async function everythingElseWorks(): Promise<void> {
  await bob.run(addComment.name, { id: newId(), photoId, body: 'still here' });
  expect((await alice.get(photoUrl(photoId, 'w320.webp'))).status).toBe(200);
  expect(await site.files('uploads')).toEqual([]);
}

test('everyone sees how much they use, and administrators how much all do', async () => {
  expect(await usageOf(bob)).toEqual({ usedBytes: bytes.length, photoCount: 1, limitBytes: null, site: null });
  expect(await usageOf(alice)).toMatchObject({
    usedBytes: 0,
    photoCount: 0,
    site: { usedBytes: bytes.length, limitBytes: null },
  });
  expect((await usageOf(alice)).site.freeBytes).toBeGreaterThan(0);
  expect((await usageOf(site.visitor())).code).toBe('unauthenticated');
});

test('the same bytes count once', async () => {
  const again = await add(bob, bytes, { to: 'friends' });
  expect(await usageOf(bob)).toMatchObject({ usedBytes: bytes.length, photoCount: 2 });
  await bob.run(removePhoto.name, { id: again });
});

test('a full disk refuses uploads and harms nothing else', async () => {
  await restart({ minFreeBytes: Number.MAX_SAFE_INTEGER });
  expect(await refusalOf(bob)).toBe('disk-full');
  await everythingElseWorks();
});

test("the site's quota refuses what does not fit, and lets in what does", async () => {
  await restart({ siteQuotaBytes: bytes.length + 5_000 });
  expect(await refusalOf(bob, 5_001)).toBe('disk-full');
  await everythingElseWorks();
  const small = await aPicture('webp', 30, 20);
  expect(small.length).toBeLessThan(5_000);
  await alice.run(removePhoto.name, { id: await add(alice, small) });
});

test("a person's share is the administrator's choice, and holds back nobody else", async () => {
  await alice.run(editSite.name, { personMegabytes: 1 });
  expect(await usageOf(bob)).toMatchObject({ limitBytes: 1_000_000 });
  const left = 1_000_000 - bytes.length;
  expect(await refusalOf(bob, left + 1)).toBe('quota-used-up');
  await everythingElseWorks();
  expect(await refusalOf(alice, 1_000_000)).toBeUndefined();
  await alice.run(editSite.name, { personMegabytes: null });
  expect(await refusalOf(bob, left + 1)).toBeUndefined();
});

test('what is announced takes its room before its first byte, until it is cancelled', async () => {
  await alice.run(editSite.name, { personMegabytes: 1 });
  const before = await usageOf(bob);
  const begun = await bob.begin(wish(), 600_000);
  expect(await usageOf(bob)).toEqual({ ...before, usedBytes: before.usedBytes + 600_000 });
  const answer = await bob.begin(wish(), 600_000);
  expect([answer.status, answer.json.code]).toEqual([403, 'quota-used-up']);
  expect(answer.json.message).toMatch(/\.$/u);
  // It is his room, not hers.
  await cancel(alice, [place(await alice.begin(wish(), 600_000))]);
  await cancel(bob, [place(begun)]);
  expect(await usageOf(bob)).toEqual(before);
  await cancel(bob, [place(await bob.begin(wish(), 600_000))]);
  await alice.run(editSite.name, { personMegabytes: null });
});

test("it takes the site's room, whoever announced it", async () => {
  await restart({ siteQuotaBytes: (await usageOf(alice)).site.usedBytes + 12_000 });
  const begun = await bob.begin(wish(), 8_000);
  const answer = await alice.begin(wish(), 8_000);
  expect([answer.status, answer.json.code]).toEqual([503, 'disk-full']);
  await cancel(bob, [place(begun)]);
  await cancel(alice, [place(await alice.begin(wish(), 8_000))]);
});

test('it counts once while it comes, over a restart, and as a photo', async () => {
  const file = await noise(500_000);
  await alice.run(editSite.name, { personMegabytes: 1 });
  const { usedBytes } = await usageOf(bob);
  const { photoId: id, ...rest } = wish();
  const location = place(await bob.begin({ photoId: id, ...rest }, file.length));
  const isOnce = async () => expect((await usageOf(bob)).usedBytes).toBe(usedBytes + file.length);
  await bob.send(location, 0, file.subarray(0, 100_000));
  await isOnce();
  await restart({});
  await bob.send(location, 100_000, file.subarray(100_000, 200_000));
  await isOnce();
  expect((await bob.send(location, 200_000, file.subarray(200_000))).status).toBe(204);
  await isOnce();
  await bob.run(removePhoto.name, { id });
  await until('it is given back', async () => (await usageOf(bob)).usedBytes === usedBytes);
  await alice.run(editSite.name, { personMegabytes: null });
});

test('a photo whose announcement was answered in vain is announced again, and counts once', async () => {
  await alice.run(editSite.name, { personMegabytes: 1 });
  const announced = wish();
  const lost = place(await bob.begin(announced, 600_000));
  const again = place(await bob.begin(announced, 600_000));
  expect((await bob.tus('HEAD', lost)).status).toBe(404);
  await bob.send(again, 0, Buffer.alloc(10));
  // Of this one a part is there: somebody goes on with it.
  expect((await bob.begin(announced, 600_000)).json.code).toBe('quota-used-up');
  expect((await bob.tus('HEAD', again)).headers.get('upload-offset')).toBe('10');
  await cancel(bob, [again]);
  await alice.run(editSite.name, { personMegabytes: null });
});

test('what is refused with its last byte gives its room back, and so does what nobody went on with for a day', async () => {
  const { usedBytes } = await usageOf(bob);
  const text = Buffer.alloc(2_000, 'once upon a time ');
  const refused = await bob.begin(wish(), text.length);
  expect((await bob.send(place(refused), 0, text)).json.code).toBe('photo-not-an-image');
  expect((await usageOf(bob)).usedBytes).toBe(usedBytes);
  const left = place(await bob.begin(wish(), 3_000));
  await bob.send(left, 0, bytes.subarray(0, 1_000));
  expect((await usageOf(bob)).usedBytes).toBe(usedBytes + 3_000);
  await site.query("update arriving_upload set touched_at = now() - interval '25 hours' where gone_at is null");
  await restart({});
  await until('it is given back', async () => (await usageOf(bob)).usedBytes === usedBytes);
});

/** How many announcements by bob are let in when all of them are looked at in the same moment: `room` is what is looked at. */
async function announceTogether(byteCount: number, room: string): Promise<string[]> {
  const release = await site.hold(`room of ${room}`);
  const announcing = Promise.all(Array.from({ length: 3 }, () => bob.begin(wish(), byteCount)));
  await until('all of them wait', async () => (await countWaiting()) === 3);
  await release();
  const answers = await announcing;
  await cancel(
    bob,
    answers.filter(({ status }) => status === 201).map((answer) => place(answer)),
  );
  return answers.map(({ status, json }): string => (status === 201 ? 'taken' : json.code)).toSorted();
}
const countWaiting = async (): Promise<number> =>
  (await site.query("select 1 from pg_locks where locktype = 'advisory' and not granted")).length;

test('of three that are announced in the same moment and fit only alone one is let in', async () => {
  await alice.run(editSite.name, { personMegabytes: 1 });
  expect(await announceTogether(550_000, bob.personId)).toEqual(['quota-used-up', 'quota-used-up', 'taken']);
  await alice.run(editSite.name, { personMegabytes: null });
  await restart({ siteQuotaBytes: (await usageOf(alice)).site.usedBytes + 12_000 });
  expect(await announceTogether(8_000, 'site')).toEqual(['disk-full', 'disk-full', 'taken']);
});

/** What was refused for want of room is taken up at a start with more of it. */
const nothingIsUnderWay = () =>
  until('nothing is under way', async () => {
    const complete = 'select 1 from arriving_upload where gone_at is null and received_bytes = byte_count';
    return (await site.query(complete)).length === 0;
  });

/** Announced while there is room. */
const announce = async (files: readonly Buffer[]): Promise<string[]> =>
  (await Promise.all(files.map((file) => bob.begin(wish(), file.length)))).map((answer) => place(answer));

/** How uploads of bob's end when all of them are looked at in the same moment: `room` is what is looked at. */
async function endTogether(files: readonly Buffer[], places: readonly string[], room: string): Promise<string[]> {
  const release = await site.hold(`room of ${room}`);
  const sending = Promise.all(files.map((file, i) => bob.send(places[i]!, 0, file)));
  await until('all of them are here', async () => (await countWaiting()) === files.length);
  await release();
  return (await sending).map(({ status, json }): string => (status === 204 ? 'taken' : json.code)).toSorted();
}

test('of three that end in the same moment, and fit only alone since there is less room now, one is taken', async () => {
  await nothingIsUnderWay();
  const used = (await site.query('select sum(byte_count)::int as sum from content'))[0].sum;
  const files = await Promise.all(Array.from({ length: 3 }, () => noise(8_000)));
  const places = await announce(files);
  await restart({ siteQuotaBytes: used + 12_000 });
  expect(await endTogether(files, places, 'site')).toEqual(['disk-full', 'disk-full', 'taken']);
});

test('what the site holds is the sum of its contents, whoever brings and takes some at the same time', async () => {
  await nothingIsUnderWay();
  const files = await Promise.all(Array.from({ length: 4 }, () => noise(3_000)));
  const addAll = (who: Person, audience: PhotoAudience) => Promise.all(files.map((file) => add(who, file, audience)));
  const removeAll = (who: Person, ids: string[]) => Promise.all(ids.map((id) => who.run(removePhoto.name, { id })));
  const [alices, bobs] = await Promise.all([addAll(alice, { to: 'friends' }), addAll(bob, { to: 'friends' })]);
  const coming = addAll(alice, { to: 'group', groupId });
  await Promise.all([coming, removeAll(alice, alices), removeAll(bob, bobs)]);
  const isRight = async () => {
    const [row] = await site.query(
      'select (select byte_count from content_total)::bigint = sum(byte_count) as yes, count(*)::int from content',
    );
    return row.yes as boolean;
  };
  expect(await isRight()).toBe(true);
  await removeAll(alice, await coming);
  await until('nobody has them', async () => {
    const left = 'select 1 from content where byte_count = any($1)';
    return (await site.query(left, [files.map(({ length }) => length)])).length === 0;
  });
  expect(await isRight()).toBe(true);
});

test("nor can a person's share be passed by sending at once", async () => {
  await nothingIsUnderWay();
  const files = await Promise.all(Array.from({ length: 3 }, () => noise(550_000)));
  const places = await announce(files);
  await alice.run(editSite.name, { personMegabytes: 1 });
  expect(await endTogether(files, places, bob.personId)).toEqual(['quota-used-up', 'quota-used-up', 'taken']);
  await alice.run(editSite.name, { personMegabytes: null });
});

test('a disk that fills up while a photo comes refuses its next part, and takes it when there is room again', async () => {
  // Its rest comes in many pieces, most of which are still on their way when the first is refused.
  const file = await noise(3_000_000);
  const location = place(await bob.begin(wish(), file.length));
  await bob.send(location, 0, file.subarray(0, 5_000));
  await restart({ minFreeBytes: Number.MAX_SAFE_INTEGER });
  const answer = await bob.send(location, 5_000, file.subarray(5_000));
  expect([answer.status, answer.json.code]).toEqual([503, 'disk-full']);
  expect((await bob.tus('HEAD', location)).headers.get('upload-offset')).toBe('5000');
  await restart({});
  expect((await bob.send(location, 5_000, file.subarray(5_000))).status).toBe(204);
});

test('a photo that had no room when it was all there is asked about again, and once it is gone begins anew', async () => {
  const file = await noise(60_000);
  const location = place(await bob.begin(wish(), file.length));
  await restart({ siteQuotaBytes: 1 });
  expect((await bob.send(location, 0, file)).json.code).toBe('disk-full');
  const standing = async () => (await bob.tus('HEAD', location)).status;
  expect(await standing()).toBe(503);
  // As after a day.
  await site.query('update arriving_upload set gone_at = now() where gone_at is null');
  expect(await standing()).toBe(404);
});

/** A picture whose file has about so many bytes. */
function noise(byteCount: number): Promise<Buffer> {
  const side = Math.round(Math.sqrt(byteCount / 3));
  return sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}
