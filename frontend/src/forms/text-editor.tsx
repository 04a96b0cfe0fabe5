import { useState } from 'react';
import { TextArea } from '#ui/text-area.tsx';
import { Button } from '#ui/button.tsx';
import { isComposing } from '#ui/composing.ts';
import { fieldWords, type FieldKind } from '#words/field-words.ts';
import { sentenceOf } from '#words/sentences.ts';
import { useSending } from './use-sending.ts';
import './text-editor.css';
import { useIntl } from 'react-intl';

interface Props {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly kind: FieldKind;
  /** The input of the command that a refusal may name. */
  readonly field: string;
  readonly text: string;
  /** What was typed before this editor was there, and not saved. */
  readonly typed?: string | undefined;
  /** Whether it takes the keys at once; else it waits to be pressed. */
  readonly isFocused?: boolean;
  readonly maxGraphemes: number;
  /** Not asked when the text is as it was. Errors: rejects with Refused; the text stays. */
  readonly onSave: (text: string) => Promise<unknown>;
  readonly onDone: () => void;
  /** Hears each change, for whoever keeps the text should the editor be taken away. */
  readonly onText?: (text: string) => void;
}

/** A text that is changed in its place: Save, Cancel, Escape. */
export function TextEditor(props: Props) {
  const { label, isLabelHidden, kind, field, text: before, maxGraphemes, onSave, onDone, onText } = props;
  const { typed = before, isFocused = true } = props;
  const intl = useIntl();
  const [text, setText] = useState(typed);
  const { isBusy, error, send } = useSending();
  const save = async () => {
    const next = text.trim();
    if (next === before || (await send(() => onSave(next)))) onDone();
  };
  return (
    <form
      className="text-editor"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || isComposing(event)) return;
        event.stopPropagation();
        onDone();
      }}
    >
      <TextArea
        label={label}
        isLabelHidden={isLabelHidden}
        autoFocus={isFocused}
        value={text}
        onText={(next) => {
          setText(next);
          onText?.(next);
        }}
        maxGraphemes={maxGraphemes}
        error={error && (fieldWords(intl, kind, error.fields?.[field]) ?? sentenceOf(intl, error))}
      />
      <p className="text-editor-acts">
        <Button size="small" kind="quiet" onClick={onDone}>
          {intl.$t({ id: 'act.cancel', defaultMessage: 'Cancel' })}
        </Button>
        <Button size="small" type="submit" isBusy={isBusy}>
          {intl.$t({ id: 'act.save', defaultMessage: 'Save' })}
        </Button>
      </p>
    </form>
  );
}
