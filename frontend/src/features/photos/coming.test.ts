import { expect, test } from 'vitest';
import type { UploadRow } from '@zoetrope/contract/features/rolls.ts';
import { isComing, withComing } from './coming.ts';
import { aPhoto } from './made-photos.fixture.ts';

const anUpload = (id: string, createdAt: string): UploadRow => ({
  id,
  rollId: 'roll',
  ownerId: 'bob',
  groupId: null,
  friendsOfId: 'bob',
  siteId: null,
  widthPx: 3,
  heightPx: 4,
  createdAt,
});
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

test('photos on their way stand where they were announced, and stay there when they have come in another order', () => {
  const places = new Map<string, string>();
  const old = aPhoto('old', '2026-06-01T10:00:00.000Z');
  const uploads = ['a', 'b', 'c'].map((id) => anUpload(id, '2026-06-01T12:00:00.000Z'));
  const before = withComing([old], uploads, places);
  expect(ids(before)).toEqual(['c', 'b', 'a', 'old']);
  expect(before.map(isComing)).toEqual([true, true, true, false]);

  const b = aPhoto('b', '2026-06-01T12:05:00.000Z');
  const after = withComing([b, old], [uploads[0]!, uploads[2]!], places);
  expect(ids(after)).toEqual(['c', 'b', 'a', 'old']);
  expect(after.map(isComing)).toEqual([true, false, true, false]);
  // The same row is the same tile.
  expect(withComing([b, old], [uploads[0]!, uploads[2]!], places)[1]).toBe(after[1]);
  expect(withComing([b, old], uploads, places)).toHaveLength(4);
});

test('what will not come leaves, and a list without news is the list itself', () => {
  const photos = [aPhoto('old', '2026-06-01T10:00:00.000Z')];
  expect(withComing(photos, [], new Map())).toBe(photos);
  const places = new Map<string, string>();
  withComing(photos, [anUpload('a', '2026-06-01T12:00:00.000Z')], places);
  expect(ids(withComing(photos, [], places))).toEqual(['old']);
});
