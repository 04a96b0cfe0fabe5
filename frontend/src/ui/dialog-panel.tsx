import './dialog.css';
import { Dialog as Parts } from '@base-ui/react/dialog';
import { IconButton } from './icon-button.tsx';
import type { DialogProps } from './dialog.tsx';

/** What opens; fetched when first opened. */
export function DialogPanel(props: DialogProps) {
  return (
    <Parts.Root open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Parts.Portal>
        <Parts.Backdrop className="z-scrim" />
        <Parts.Viewport className="z-dialog-place">
          <Parts.Popup
            className={props.width === 'wide' ? 'z-dialog z-dialog-wide' : 'z-dialog'}
            {...(props.initialFocus && { initialFocus: props.initialFocus })}
          >
            <div className="z-dialog-head">
              <Parts.Title render={<h2 />}>{props.title}</Parts.Title>
              {props.closeLabel !== undefined && (
                <IconButton icon="close" label={props.closeLabel} onClick={props.onClose} />
              )}
            </div>
            <div className="z-dialog-text">{props.children}</div>
            {props.actions && <div className="z-dialog-foot">{props.actions}</div>}
          </Parts.Popup>
        </Parts.Viewport>
      </Parts.Portal>
    </Parts.Root>
  );
}
