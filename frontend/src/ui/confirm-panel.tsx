import { AlertDialog as Parts } from '@base-ui/react/alert-dialog';
import './dialog.css';
import { Button } from './button.tsx';
import type { ConfirmDialogProps } from './confirm-dialog.tsx';

/** What opens; fetched when first opened. */
export function ConfirmPanel(props: ConfirmDialogProps) {
  return (
    <Parts.Root open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onKeep()}>
      <Parts.Portal>
        <Parts.Backdrop className="z-scrim" />
        <Parts.Viewport className="z-dialog-place">
          <Parts.Popup className="z-dialog">
            <Parts.Title render={<h2 />}>{props.question}</Parts.Title>
            {props.children !== undefined && (
              <Parts.Description render={<div />} className="z-dialog-text">
                {props.children}
              </Parts.Description>
            )}
            {props.asks !== undefined && <div className="z-dialog-asks">{props.asks}</div>}
            <div className="z-dialog-foot">
              <Button kind="quiet" onClick={props.onKeep}>
                {props.keepLabel}
              </Button>
              <Button
                kind={props.isHarmless ? 'primary' : 'danger'}
                isBusy={props.isBusy ?? false}
                disabled={props.isOff}
                onClick={props.onDo}
              >
                {props.doLabel}
              </Button>
            </div>
          </Parts.Popup>
        </Parts.Viewport>
      </Parts.Portal>
    </Parts.Root>
  );
}
