import './connection-sign.css';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { classNames } from './class-names.ts';
import { Drum } from './drum.tsx';
import type { DrumState } from './drum.tsx';

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  state: Exclude<DrumState, 'turning'>;
  label: string;
  /** On a dark picture instead of on paper. */
  isOverPicture?: boolean;
  ref?: Ref<HTMLButtonElement>;
};

/** The drum with its word. A button, so that it can open what the word means; fit to be a popover's trigger. */
export function ConnectionSign({ state, label, isOverPicture, className, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        'z-sign',
        state === 'offline' && 'z-sign-offline',
        isOverPicture && 'z-sign-over',
        className,
      )}
    >
      <Drum state={state} />
      <span aria-live="polite">{label}</span>
    </button>
  );
}
