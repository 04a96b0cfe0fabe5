import './field.css';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { countGraphemes } from './graphemes.ts';
import { Icon } from './icon.tsx';
import { useIntl } from 'react-intl';

export type FieldWords = {
  label: string;
  hint?: ReactNode;
  /** Replaces the hint; the field is then marked invalid for readers too. */
  error?: string | undefined;
  /** Label for readers only, where the place already says what it is. */
  isLabelHidden?: boolean | undefined;
  /** Longest text in graphemes. The counter shows from four fifths on; nothing is cut off. */
  maxGraphemes?: number | undefined;
};

type Wiring = { id: string; 'aria-invalid': true | undefined; 'aria-describedby': string | undefined };

/** Label above, hint or error below, counter at the end of the line. */
export function FieldFrame(
  props: FieldWords & { text: string; id?: string | undefined; children: (wiring: Wiring) => ReactNode },
) {
  const { formatNumber } = useIntl();
  const ownId = useId();
  const id = props.id ?? ownId;
  const hintId = `${id}-hint`;
  const max = props.maxGraphemes;
  const left = max === undefined ? undefined : max - countGraphemes(props.text);
  const isCounted = max !== undefined && left !== undefined && left <= Math.max(20, max / 5);
  const isTooLong = left !== undefined && left < 0;
  const isBad = props.error !== undefined || isTooLong;
  const hasFoot = props.error !== undefined || props.hint !== undefined || isCounted;
  return (
    <div className={classNames('z-field', isBad && 'z-field-bad')}>
      <label htmlFor={id} className={classNames(props.isLabelHidden && 'z-hidden')}>
        {props.label}
      </label>
      {props.children({ id, 'aria-invalid': isBad || undefined, 'aria-describedby': hasFoot ? hintId : undefined })}
      {hasFoot && (
        <span className="z-field-foot" id={hintId}>
          {props.error !== undefined ? (
            <span className="z-field-error" role="alert">
              <Icon name="warning" size="small" />
              {props.error}
            </span>
          ) : (
            <span>{props.hint}</span>
          )}
          {isCounted && (
            <span className={classNames('z-field-count z-num', isTooLong && 'z-field-over')}>
              {formatNumber(left ?? 0)}
            </span>
          )}
        </span>
      )}
    </div>
  );
}
