import { errorBody, type ErrorCode } from '@zoetrope/contract/errors.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { expect, test } from 'vitest';
import { draftOf, keepDraft } from '#replica/kept/drafts.ts';
import type { ReplicaView } from '#replica/offers.ts';
import { Refused } from '#replica/refused.ts';
import { commentDraft, sendComment } from './unsent.ts';

const alice = { kind: 'account', id: newId() } as const;

/** A replica whose every command ends so. */
const refusing = (code: ErrorCode) =>
  ({ caller: alice, run: () => Promise.reject(new Refused(errorBody(code))) }) as unknown as ReplicaView;

test.each<ErrorCode>(['invalid', 'not-found', 'forbidden', 'session-ended', 'outdated-client', 'unavailable'])(
  'a comment that is refused as %s is back in its field, before what was typed since',
  async (code) => {
    const photoId = newId();
    const written = { id: newId(), photoId, body: 'All of it, with its reason.' };
    expect(await sendComment(refusing(code), written)).toEqual(errorBody(code));
    expect(draftOf(alice, commentDraft(photoId))).toBe(written.body);
    keepDraft(alice, commentDraft(photoId), 'And more');
    await sendComment(refusing(code), { ...written, id: newId() });
    expect(draftOf(alice, commentDraft(photoId))).toBe(`${written.body}\nAnd more`);
  },
);

test('one that had arrived after all is not written a second time', async () => {
  const photoId = newId();
  expect(await sendComment(refusing('conflict'), { id: newId(), photoId, body: 'Once' })).toBeUndefined();
  expect(draftOf(alice, commentDraft(photoId))).toBe('');
});
