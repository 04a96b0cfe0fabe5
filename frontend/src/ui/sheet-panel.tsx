import './dialog.css';
import './sheet.css';
import { Dialog as Parts } from '@base-ui/react/dialog';
import { IconButton } from './icon-button.tsx';
import type { SheetProps } from './sheet.tsx';

/** What opens; fetched when first opened. */
export function SheetPanel(props: SheetProps) {
  return (
    <Parts.Root open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Parts.Portal>
        <Parts.Backdrop className="z-scrim" />
        <Parts.Popup className="z-sheet">
          <div className="z-sheet-grab" aria-hidden="true" />
          <div className="z-sheet-head">
            <Parts.Title render={<h2 />}>{props.title}</Parts.Title>
            <IconButton icon="close" label={props.closeLabel} onClick={props.onClose} />
          </div>
          <div className="z-sheet-content">{props.children}</div>
          {props.footer !== undefined && <div className="z-sheet-foot">{props.footer}</div>}
        </Parts.Popup>
      </Parts.Portal>
    </Parts.Root>
  );
}
