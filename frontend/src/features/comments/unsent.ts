// Comments on their way: written down on the device until they are answered, so that a closed tab loses none of them.
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { errorBody, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { personOf, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import { draftOf, keepDraft } from '#replica/kept/drafts.ts';
import { forgetUnsent, keepUnsent, unsentOf } from '#replica/kept/kept-device.ts';
import type { ReplicaView } from '#replica/offers.ts';
import { toRefused } from '#replica/refused.ts';

export interface NewComment {
  readonly id: string;
  readonly photoId: string;
  readonly body: string;
}

/** Sent by this page; what it finds on the device may be among them. */
const underWay = new Set<string>();

/** The field in which a comment on the photo is written. */
export const commentDraft = (photoId: string): string => `comment:${photoId}`;

/** Makes a text that would be lost the draft again, before what was typed since. */
export function putBack(caller: Caller, photoId: string, body: string): void {
  const typed = draftOf(caller, commentDraft(photoId));
  keepDraft(caller, commentDraft(photoId), typed.trim() === '' ? body : `${body}\n${typed}`);
}

/**
 * Shows it at once and sends it, in this page or the next one. Resolves with what refused it: then its text is back in the
 * draft, before what was typed since.
 */
export async function sendComment(replica: ReplicaView, comment: NewComment): Promise<ErrorBody | undefined> {
  const { caller } = replica;
  const { id, photoId, body } = comment;
  const personId = personOf(caller);
  if (personId === undefined) return errorBody('unauthenticated');
  underWay.add(id);
  const kept = keepUnsent({ id, personId, command: addComment.name, input: comment, atMs: Date.now() });
  const error = await replica.run(addComment, comment).then(
    () => undefined,
    (reason: unknown) => toRefused(reason).body,
  );
  // The row's own id was taken: another attempt, of a tab before or beside this one, had arrived after all.
  const isThere = error === undefined || error.code === 'conflict';
  if (!isThere) putBack(caller, photoId, body);
  await kept;
  await forgetUnsent(id);
  underWay.delete(id);
  return isThere ? undefined : error;
}

/** Sends what earlier pages of this person left behind; `onRefused` hears of each that will not be taken. */
export async function sendLeftBehind(replica: ReplicaView, onRefused: (error: ErrorBody) => void): Promise<void> {
  const personId = personOf(replica.caller);
  if (personId === undefined) return;
  for (const { id, command, input } of await unsentOf(personId)) {
    if (command !== addComment.name || underWay.has(id)) continue;
    void sendComment(replica, input as NewComment).then((error) => error && onRefused(error));
  }
}
