import { memo, useEffect, useRef, useState, type RefObject } from 'react';
import { Comment, editComment } from '@zoetrope/contract/features/comments.ts';
import { Photo } from '@zoetrope/contract/features/photos.ts';
import type { RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { PersonAvatar, PersonName } from '#features/people/person.tsx';
import { TextEditor } from '#forms/text-editor.tsx';
import { useCommand, useIsPending, useReplica } from '#replica/hooks.tsx';
import { serverNow } from '#replica/server-clock.ts';
import { classNames } from '#ui/class-names.ts';
import { Link } from '#ui/link-slot.tsx';
import { useToast } from '#ui/toast.tsx';
import { toAgeWords, toMomentWords } from '#words/times.ts';
import { putBack } from './unsent.ts';
import { useIntl } from 'react-intl';

export type CommentRow = RowOf<typeof Comment>;

interface Props {
  readonly comment: CommentRow;
  readonly isMine: boolean;
  readonly canEdit: boolean;
  readonly canRemove: boolean;
  /** Came while somebody looks: a lamp edge that fades. */
  readonly isNew: boolean;
  readonly onRemove: (comment: CommentRow) => void;
  /** Where comments are written. */
  readonly composer?: RefObject<HTMLTextAreaElement | null> | undefined;
}

/** What one person said, with what the reader may do about it. */
export const CommentItem = memo(function CommentItem(props: Props) {
  const { comment, isMine } = props;
  const intl = useIntl();
  const { $t } = intl;
  const isPending = useIsPending(Comment, comment.id);
  const [isEditing, setIsEditing] = useState(false);
  const at = new Date(comment.createdAt);
  const now = serverNow();
  return (
    <li className={classNames('comment', props.isNew && 'comment-new')} data-comment={comment.id}>
      <PersonAvatar personId={comment.authorId} sizePx={32} isDecorative />
      <div className="comment-words">
        <p className="comment-who">
          <Link href={`/people/${comment.authorId}`}>
            <PersonName personId={comment.authorId} isYou />
          </Link>{' '}
          <time className="z-meta" dateTime={comment.createdAt} title={toMomentWords(intl, at, now)}>
            {toAgeWords(intl, at, now)}
          </time>
          {comment.editedAt && (
            <>
              {' '}
              <span className="z-meta">{$t({ id: 'comments.edited', defaultMessage: 'edited' })}</span>
            </>
          )}
        </p>
        {isEditing ? (
          <CommentEditor comment={comment} composer={props.composer} onDone={() => setIsEditing(false)} />
        ) : (
          <>
            <p className="comment-body" dir="auto">
              {comment.body}
            </p>
            {isPending ? (
              <p className="comment-acts">
                <span role="status">{$t({ id: 'comments.waiting', defaultMessage: 'Waiting to be sent' })}</span>
              </p>
            ) : (
              (props.canEdit || props.canRemove) && (
                <p className="comment-acts">
                  {props.canEdit && isMine && (
                    <button type="button" onClick={() => setIsEditing(true)}>
                      {$t({ id: 'act.edit', defaultMessage: 'Edit' })}
                    </button>
                  )}
                  {props.canRemove && (
                    <button type="button" onClick={() => props.onRemove(comment)}>
                      {$t({ id: 'act.delete', defaultMessage: 'Delete' })}
                    </button>
                  )}
                </p>
              )
            )}
          </>
        )}
      </div>
    </li>
  );
});

interface EditorProps {
  readonly comment: CommentRow;
  readonly composer: Props['composer'];
  readonly onDone: () => void;
}

function CommentEditor({ comment, composer, onDone }: EditorProps) {
  const { $t } = useIntl();
  const { run } = useCommand(editComment);
  const note = useTextOfLost(comment, composer);
  return (
    <TextEditor
      label={$t({ id: 'comments.editing', defaultMessage: 'Edit the comment' })}
      isLabelHidden
      kind="comment"
      field="body"
      text={comment.body}
      maxGraphemes={LIMITS.commentGraphemes}
      onSave={(body) => run({ id: comment.id, body })}
      onText={note}
      onDone={() => {
        note(undefined);
        onDone();
      }}
    />
  );
}

/** What was written into a comment that is taken away meanwhile, or with the session, goes on as the draft of a new one. */
function useTextOfLost({ id, photoId }: CommentRow, composer: Props['composer']) {
  const { $t } = useIntl();
  const replica = useReplica();
  const toast = useToast();
  const written = useRef<string>(undefined);
  const leave = useRef(() => {});
  useEffect(() => {
    leave.current = () => {
      const text = written.current?.trim();
      if (!text || replica.row(Comment, id)) return;
      putBack(replica.caller, photoId, text);
      // Else there is no such page any more.
      if (!replica.row(Photo, photoId)) return;
      toast({
        text: $t({
          id: 'comments.lost',
          defaultMessage: 'The comment was deleted while you edited it. Your text is in the field for a new one.',
        }),
      });
      composer?.current?.focus();
    };
  });
  useEffect(() => () => leave.current(), []);
  return (text: string | undefined) => {
    written.current = text;
  };
}
