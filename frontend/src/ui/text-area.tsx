import type { Ref, TextareaHTMLAttributes } from 'react';
import { FieldFrame } from './field-frame.tsx';
import type { FieldWords } from './field-frame.tsx';

type Props = FieldWords &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'value' | 'onChange'> & {
    value: string;
    onText: (text: string) => void;
    ref?: Ref<HTMLTextAreaElement>;
  };

/** Several lines of text; grows with its content up to `max-block-size`, then scrolls. */
export function TextArea({
  label,
  hint,
  error,
  isLabelHidden,
  maxGraphemes,
  value,
  onText,
  id,
  rows = 1,
  ...rest
}: Props) {
  return (
    <FieldFrame {...{ label, hint, error, isLabelHidden, maxGraphemes, id }} text={value}>
      {(wiring) => (
        <span className="z-area-grow" data-text={`${value} `}>
          <textarea
            {...rest}
            {...wiring}
            rows={rows}
            className="z-input z-area"
            value={value}
            onChange={(event) => onText(event.target.value)}
          />
        </span>
      )}
    </FieldFrame>
  );
}
