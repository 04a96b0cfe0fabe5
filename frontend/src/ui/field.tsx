import type { InputHTMLAttributes, Ref } from 'react';
import { FieldFrame } from './field-frame.tsx';
import type { FieldWords } from './field-frame.tsx';

type Props = FieldWords &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'> & {
    value: string;
    onText: (text: string) => void;
    ref?: Ref<HTMLInputElement>;
  };

/** One line of text with its label. */
export function Field({ label, hint, error, isLabelHidden, maxGraphemes, value, onText, id, ...rest }: Props) {
  return (
    <FieldFrame {...{ label, hint, error, isLabelHidden, maxGraphemes, id }} text={value}>
      {(wiring) => (
        <input
          {...rest}
          {...wiring}
          className="z-input"
          value={value}
          onChange={(event) => onText(event.target.value)}
        />
      )}
    </FieldFrame>
  );
}
