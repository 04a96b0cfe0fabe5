import './popover.css';
import { Popover as Parts } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

type Props = {
  trigger: ReactElement;
  title?: ReactNode;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom';
  isOpen?: boolean;
  onOpen?: (isOpen: boolean) => void;
};

/** A small panel beside its trigger that leaves the page usable. */
export function Popover(props: Props) {
  return (
    <Parts.Root
      {...(props.isOpen !== undefined && { open: props.isOpen })}
      {...(props.onOpen && { onOpenChange: props.onOpen })}
    >
      <Parts.Trigger render={props.trigger} />
      <Parts.Portal>
        <Parts.Positioner
          className="z-popover-place"
          align={props.align ?? 'end'}
          side={props.side ?? 'bottom'}
          sideOffset={6}
          collisionPadding={8}
        >
          <Parts.Popup className="z-popover">
            {props.title !== undefined && <Parts.Title className="z-popover-title">{props.title}</Parts.Title>}
            {props.children}
          </Parts.Popup>
        </Parts.Positioner>
      </Parts.Portal>
    </Parts.Root>
  );
}
