import { AlertDialog as Parts } from '@base-ui/react/alert-dialog';
import './dialog.css';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

type Props = {
  isOpen: boolean;
  /** The question itself: "Delete 3 photos?" */
  question: string;
  /** What it costs whom, and whether it can be undone. */
  children?: ReactNode;
  /** Verbs: "Keep", "Delete". */
  keepLabel: string;
  doLabel: string;
  isHarmless?: boolean;
  isBusy?: boolean;
  onKeep: () => void;
  onDo: () => void;
};

/** Asks before what cannot be undone or costs others something. Escape keeps; a press outside does nothing. */
export function ConfirmDialog(props: Props) {
  return (
    <Parts.Root open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onKeep()}>
      <Parts.Portal>
        <Parts.Backdrop className="z-scrim" />
        <Parts.Viewport className="z-dialog-place">
          <Parts.Popup className="z-dialog">
            <Parts.Title render={<h3 />}>{props.question}</Parts.Title>
            {props.children !== undefined && (
              <Parts.Description render={<div />} className="z-dialog-text">
                {props.children}
              </Parts.Description>
            )}
            <footer>
              <Button kind="quiet" onClick={props.onKeep}>
                {props.keepLabel}
              </Button>
              <Button
                kind={props.isHarmless ? 'primary' : 'danger'}
                isBusy={props.isBusy ?? false}
                onClick={props.onDo}
              >
                {props.doLabel}
              </Button>
            </footer>
          </Parts.Popup>
        </Parts.Viewport>
      </Parts.Portal>
    </Parts.Root>
  );
}
