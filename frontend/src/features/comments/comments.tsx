import './comments.css';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { Comment, editComment, removeComment } from '@zoetrope/contract/features/comments.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { useHeldBack, useRemoval } from '#forms/use-removal.tsx';
import { useCommand, useMe, useOlder, useRows } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { CountAnnouncer } from '#ui/announcer.tsx';
import { NewPill } from '#ui/new-pill.tsx';
import { CommentItem, type CommentRow } from './comment-item.tsx';
import { useIntl } from 'react-intl';

const oldestFirst = (a: CommentRow, b: CommentRow) =>
  a.createdAt === b.createdAt ? (a.id < b.id ? -1 : 1) : a.createdAt < b.createdAt ? -1 : 1;

/** The end counts as read while it is this near. */
const END_PX = 80;
/** Source: DESIGN-LANGUAGE, live arrival: "lamp edge for 4 s". */
const NEW_MS = 4_000;

interface Props {
  readonly photoId: string;
  /** True once the photo's topic is here: until then every comment is old. */
  readonly isReady: boolean;
  /** What scrolls; the list stays at its end while the reader is there. */
  readonly scroller: RefObject<HTMLElement | null>;
  /** Where comments are written, for the text of one that is taken away while it is edited. */
  readonly composer?: RefObject<HTMLTextAreaElement | null>;
}

/** What was said under a photo, oldest first, live. Give it the photo's id as its key. */
export function Comments({ photoId, isReady, scroller, composer }: Props) {
  const { $t } = useIntl();
  const all = useRows(Comment, { photoId }, oldestFirst);
  const heldBack = useHeldBack();
  const comments = useMemo(() => all.filter((comment) => !heldBack.has(comment.id)), [all, heldBack]);
  const me = useMe();
  const edit = useCommand(editComment);
  const removal = useCommand(removeComment);
  const hold = useRemoval(removeComment);
  const older = useOlder(PhotoTopic.of({ photoId }), Comment);
  const arrivals = useNewComments(comments, isReady, me, scroller);

  const remove = useCallback(
    (comment: CommentRow) => hold([comment.id], $t({ id: 'comments.deleted', defaultMessage: 'Comment deleted.' })),
    [hold, $t],
  );
  const newWords = (count: number) =>
    $t(
      { id: 'comments.new', defaultMessage: '{count, plural, one {# new comment} other {# new comments}}' },
      { count },
    );
  return (
    <section className="comments" aria-label={$t({ id: 'comments.title', defaultMessage: 'Comments' })}>
      {!older.isEnd && (
        <Button
          kind="quiet"
          size="small"
          isBusy={older.isLoading}
          onClick={() => void older.load().catch(() => undefined)}
        >
          {$t({ id: 'comments.older', defaultMessage: 'Show older comments' })}
        </Button>
      )}
      {isReady && older.isEnd && comments.length === 0 && (
        <p className="comments-none z-meta">
          {$t({ id: 'comments.none', defaultMessage: 'Nobody has said anything yet.' })}
        </p>
      )}
      <ol>
        {comments.map((comment) => (
          <CommentItem
            key={comment.id}
            comment={comment}
            isMine={comment.authorId === me}
            canEdit={edit.can({ id: comment.id, body: comment.body }) === true}
            canRemove={removal.can({ id: comment.id }) === true}
            isNew={arrivals.isNew(comment.id)}
            onRemove={remove}
            composer={composer}
          />
        ))}
      </ol>
      <CountAnnouncer total={arrivals.count} words={newWords} />
      <div className="comments-pill">
        <NewPill
          size="small"
          points="down"
          text={arrivals.unseenCount === 0 ? null : newWords(arrivals.unseenCount)}
          onPick={arrivals.toEnd}
        />
      </div>
    </section>
  );
}

/** Follows what is said while somebody reads: marks it, keeps the end in view, or counts what waits below. */
function useNewComments(
  comments: readonly CommentRow[],
  isReady: boolean,
  me: string | undefined,
  scroller: RefObject<HTMLElement | null>,
) {
  const known = useRef<Set<string>>(undefined);
  const isAtEnd = useRef(true);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [unseenCount, setUnseenCount] = useState(0);
  const [count, setCount] = useState(0);

  const toEnd = useCallback(() => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight, behavior: 'instant' });
    setUnseenCount(0);
  }, [scroller]);

  const note = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < END_PX;
    if (isAtEnd.current) setUnseenCount(0);
  }, [scroller]);
  useEffect(() => {
    const element = scroller.current;
    note();
    element?.addEventListener('scroll', note, { passive: true });
    return () => element?.removeEventListener('scroll', note);
  }, [scroller, note]);

  useLayoutEffect(() => {
    if (!isReady) return undefined;
    const seen = known.current;
    known.current = new Set(comments.map((comment) => comment.id));
    // How far the end is from where somebody begins to read is known when all of it is here.
    if (!seen) return note();
    const lastKnown = comments.findLastIndex((comment) => seen.has(comment.id));
    // Older ones that were asked for stand above; only what follows the last known one is news.
    const news = comments.slice(lastKnown + 1).filter((comment) => !seen.has(comment.id));
    if (news.length === 0) return undefined;
    const others = news.filter((comment) => comment.authorId !== me);
    if (isAtEnd.current || others.length < news.length) toEnd();
    else setUnseenCount((unseen) => unseen + others.length);
    if (others.length === 0) return undefined;
    const ids = others.map((comment) => comment.id);
    setCount((before) => before + ids.length);
    setMarked((now) => new Set([...now, ...ids]));
    setTimeout(() => setMarked((now) => new Set([...now].filter((id) => !ids.includes(id)))), NEW_MS);
    return undefined;
  }, [comments, isReady, me, toEnd, note]);

  return { isNew: (id: string) => marked.has(id), unseenCount, count, toEnd };
}
