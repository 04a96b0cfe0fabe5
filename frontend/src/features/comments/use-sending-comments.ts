import { useCallback, useEffect, useState } from 'react';
import { addComment } from '@zoetrope/contract/features/comments.ts';
import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { useCommand } from '#replica/hooks.tsx';
import { toRefused } from '#replica/refused.ts';
import { draftOf, forgetUnsent, keepDraft, noteUnsent, unsentOf, type UnsentComment } from './unsent.ts';

export interface CommentWriting {
  readonly text: string;
  readonly error: ErrorBody | undefined;
  write(text: string): void;
  /** Shows the comment at once. When it is refused, its text is back in the composer with the reason. */
  send(): void;
}

/** The draft of one photo's comment, and its way out. Give the component the photo's id as its key. */
export function useCommentWriting(photoId: string): CommentWriting {
  const { run } = useCommand(addComment);
  const [text, setText] = useState(() => draftOf(photoId));
  const [error, setError] = useState<ErrorBody>();

  const write = useCallback(
    (next: string) => {
      setText(next);
      setError(undefined);
      keepDraft(photoId, next);
    },
    [photoId],
  );

  const attempt = useCallback(
    async (comment: UnsentComment) => {
      noteUnsent(photoId, comment);
      try {
        await run({ id: comment.id, photoId, body: comment.body });
        forgetUnsent(photoId, comment.id);
      } catch (reason) {
        const { body } = toRefused(reason);
        forgetUnsent(photoId, comment.id);
        // The attempt before a reload had arrived after all.
        if (body.code === 'conflict') return;
        setError(body);
        setText((current) => {
          const both = current.trim() === '' ? comment.body : `${comment.body}\n${current}`;
          keepDraft(photoId, both);
          return both;
        });
      }
    },
    [photoId, run],
  );

  useEffect(() => {
    for (const comment of unsentOf(photoId)) void attempt(comment);
    // Only what an earlier page left behind; this one attends to its own.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [photoId]);

  const send = useCallback(() => {
    const body = text.trim();
    if (body === '') return;
    write('');
    void attempt({ id: newId(), body });
  }, [text, write, attempt]);

  return { text, error, write, send };
}
