import './popover.css';
import { Popover as Parts } from '@base-ui/react/popover';
import { useState } from 'react';
import type { PopoverProps } from './popover.tsx';

/** What opens; fetched when a trigger is first pressed. Opens at once. */
export function PopoverPanel(props: PopoverProps) {
  const [isOpen, setIsOpen] = useState(true);
  return (
    <Parts.Root open={isOpen} onOpenChange={setIsOpen}>
      <Parts.Trigger render={props.trigger} />
      <Parts.Portal>
        <Parts.Positioner
          className="z-popover-place"
          align={props.align ?? 'end'}
          side={props.side ?? 'bottom'}
          sideOffset={6}
          collisionPadding={8}
        >
          <Parts.Popup className="z-popover" aria-label={props.label}>
            {props.title !== undefined && (
              <Parts.Title render={<h2 />} className="z-popover-title">
                {props.title}
              </Parts.Title>
            )}
            {typeof props.children === 'function' ? props.children(() => setIsOpen(false)) : props.children}
          </Parts.Popup>
        </Parts.Positioner>
      </Parts.Portal>
    </Parts.Root>
  );
}
