import { lazy } from 'react';
import type { ReactNode } from 'react';
import { OnceOpened } from './late-panel.tsx';

export type ConfirmDialogProps = {
  isOpen: boolean;
  /** The question itself: "Delete 3 photos?" */
  question: string;
  /** What it costs whom, and whether it can be undone. */
  children?: ReactNode;
  /** What is to be chosen or typed first. */
  asks?: ReactNode;
  /** Verbs: "Keep", "Delete". */
  keepLabel: string;
  doLabel: string;
  isHarmless?: boolean;
  isBusy?: boolean;
  /** As long as what it asks for is not there. */
  isOff?: boolean;
  onKeep: () => void;
  onDo: () => void;
};

const Panel = lazy(async () => ({ default: (await import('./confirm-panel.tsx')).ConfirmPanel }));

/** Asks before what cannot be undone or costs others something. Escape keeps; a press outside does nothing. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <OnceOpened isOpen={props.isOpen}>
      <Panel {...props} />
    </OnceOpened>
  );
}
