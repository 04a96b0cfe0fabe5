import './dialog.css';
import { Dialog as Parts } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';
import { IconButton } from './icon-button.tsx';

type Props = {
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

/** A panel over the page that holds focus until it closes; focus then returns to where it was. */
export function Dialog(props: Props) {
  return (
    <Parts.Root open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Parts.Portal>
        <Parts.Backdrop className="z-scrim" />
        <Parts.Viewport className="z-dialog-place">
          <Parts.Popup
            className={props.width === 'wide' ? 'z-dialog z-dialog-wide' : 'z-dialog'}
            {...(props.initialFocus && { initialFocus: props.initialFocus })}
          >
            <header>
              <Parts.Title render={<h2 />}>{props.title}</Parts.Title>
              {props.closeLabel !== undefined && (
                <IconButton icon="close" label={props.closeLabel} onClick={props.onClose} />
              )}
            </header>
            <div className="z-dialog-text">{props.children}</div>
            {props.actions && <footer>{props.actions}</footer>}
          </Parts.Popup>
        </Parts.Viewport>
      </Parts.Portal>
    </Parts.Root>
  );
}
