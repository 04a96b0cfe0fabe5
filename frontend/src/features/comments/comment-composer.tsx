import type { KeyboardEvent, RefObject } from 'react';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { isComposing } from '#ui/composing.ts';
import { IconButton } from '#ui/icon-button.tsx';
import { TextArea } from '#ui/text-area.tsx';
import { fieldWords } from '#words/field-words.ts';
import { sentenceOf } from '#words/sentences.ts';
import { useCommentWriting } from './use-comment-writing.ts';
import { useIntl } from 'react-intl';

interface Props {
  readonly photoId: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** A key was pressed, or a text pasted. */
  readonly onWrite: () => void;
  readonly onSent: () => void;
}

/** On a screen keyboard Enter makes a line; there the button sends. */
const hasKeyboard = matchMedia('(pointer: fine)');

/** Writes a comment. What is refused comes back into the field with its reason; what waits is kept over a reload. */
export function CommentComposer({ photoId, field, onWrite, onSent }: Props) {
  const intl = useIntl();
  const { text, error, write, send } = useCommentWriting(photoId);
  const submit = () => {
    send();
    onSent();
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      field.current?.blur();
    }
    if (event.key !== 'Enter' || event.shiftKey || !hasKeyboard.matches) return;
    event.preventDefault();
    submit();
  };
  return (
    <form
      className="comment-composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextArea
        ref={field}
        label={intl.$t({ id: 'comments.write', defaultMessage: 'Write a comment' })}
        isLabelHidden
        placeholder={intl.$t({ id: 'comments.write', defaultMessage: 'Write a comment' })}
        value={text}
        onText={(next) => {
          write(next);
          onWrite();
        }}
        onKeyDown={onKeyDown}
        maxGraphemes={LIMITS.commentGraphemes}
        error={error && (fieldWords(intl, 'comment', error.fields?.['body']) ?? sentenceOf(intl, error))}
      />
      <IconButton
        type="submit"
        kind="primary"
        icon="send"
        label={intl.$t({ id: 'act.send', defaultMessage: 'Send' })}
      />
    </form>
  );
}
