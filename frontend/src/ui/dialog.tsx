import { lazy } from 'react';
import type { ReactNode, RefObject } from 'react';
import { OnceOpened } from './late-panel.tsx';

export type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  children?: ReactNode;
  /** Buttons at the end, the safe one first. */
  actions?: ReactNode;
  /** Name of the cross in the corner; without it there is none and `actions` must offer a way out. */
  closeLabel?: string;
  width?: 'narrow' | 'wide';
  initialFocus?: RefObject<HTMLElement | null>;
};

const Panel = lazy(async () => ({ default: (await import('./dialog-panel.tsx')).DialogPanel }));

/** A panel over the page that holds focus until it closes; focus then returns to where it was. */
export function Dialog(props: DialogProps) {
  return (
    <OnceOpened isOpen={props.isOpen}>
      <Panel {...props} />
    </OnceOpened>
  );
}
