import type { SelectHTMLAttributes } from 'react';
import { FieldFrame } from './field-frame.tsx';
import type { FieldWords } from './field-frame.tsx';
import { Icon } from './icon.tsx';

type Props<V extends string> = Omit<FieldWords, 'maxGraphemes'> &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'value' | 'onChange'> & {
    value: V;
    options: readonly { value: V; label: string; isOff?: boolean }[];
    onPick: (value: V) => void;
  };

/** One of a few, with the platform's own list: best on phones, and it costs no script. */
export function Select<V extends string>({
  label,
  hint,
  error,
  isLabelHidden,
  value,
  options,
  onPick,
  id,
  ...rest
}: Props<V>) {
  return (
    <FieldFrame {...{ label, hint, error, isLabelHidden, id }} text="">
      {(wiring) => (
        <span className="z-select">
          <select
            {...rest}
            {...wiring}
            className="z-input"
            value={value}
            onChange={(event) => {
              const picked = options.find((option) => option.value === event.target.value);
              if (picked) onPick(picked.value);
            }}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.isOff}>
                {option.label}
              </option>
            ))}
          </select>
          <Icon name="chevron" size="small" />
        </span>
      )}
    </FieldFrame>
  );
}
