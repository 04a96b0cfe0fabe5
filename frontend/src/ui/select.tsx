import type { SelectHTMLAttributes } from 'react';
import { FieldFrame } from './field-frame.tsx';
import type { FieldWords } from './field-frame.tsx';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';

type Props<V extends string> = Omit<FieldWords, 'maxGraphemes'> &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'value' | 'onChange'> & {
    value: V;
    options: readonly { value: V; label: string; isOff?: boolean }[];
    onPick: (value: V) => void;
    /** At the start of the line: says what it is where the label is hidden. */
    icon?: IconName;
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
  icon,
  id,
  ...rest
}: Props<V>) {
  return (
    <FieldFrame {...{ label, hint, error, isLabelHidden, id }} text="">
      {(wiring) => (
        <span className={classNames('z-select', icon && 'z-select-signed')}>
          {icon && <Icon name={icon} size="small" />}
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
