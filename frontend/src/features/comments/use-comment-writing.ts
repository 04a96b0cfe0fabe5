import { useCallback, useRef, useState } from 'react';
import { errorBody, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { useReplica } from '#replica/hooks.tsx';
import { useDraft } from '#replica/kept/use-draft.ts';
import { commentDraft, sendComment } from './unsent.ts';

export interface CommentWriting {
  readonly text: string;
  readonly error: ErrorBody | undefined;
  write(text: string): void;
  /** Shows the comment at once. When it is refused, its text is back in the composer with the reason. */
  send(): void;
}

/** A second press within it is the same finger's. */
const DOUBLE_PRESS_MS = 1_000;

/** The draft of one photo's comment, and its way out. Give the component the photo's id as its key. */
export function useCommentWriting(photoId: string): CommentWriting {
  const replica = useReplica();
  const [text, keep] = useDraft(commentDraft(photoId));
  const [error, setError] = useState<ErrorBody>();
  const sentAtMs = useRef(-Infinity);

  const write = useCallback(
    (next: string) => {
      setError(undefined);
      keep(next);
    },
    [keep],
  );
  const send = useCallback(() => {
    const body = text.trim();
    if (body === '') {
      if (performance.now() - sentAtMs.current > DOUBLE_PRESS_MS)
        setError(errorBody('invalid', { fields: { body: 'blank' } }));
      return;
    }
    sentAtMs.current = performance.now();
    write('');
    void sendComment(replica, { id: newId(), photoId, body }).then((refusal) => {
      // Said above the whole page already, with the way on.
      setError(refusal?.code === 'outdated-client' ? undefined : refusal);
    });
  }, [replica, photoId, text, write]);

  return { text, error, write, send };
}
