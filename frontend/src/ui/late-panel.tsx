import { cloneElement, Suspense, useState } from 'react';
import type { MouseEventHandler, ReactElement, ReactNode } from 'react';

type TriggerProps = {
  onClick?: MouseEventHandler;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  'aria-haspopup'?: 'menu' | 'dialog';
};

/**
 * A trigger whose panel's code is fetched when someone comes near it, and shown at the first press.
 *
 * Positioning and focus cost more script than all the rest of the first page, which mostly is read, not pressed.
 */
export function LatePanel(props: {
  trigger: ReactElement;
  opens: 'menu' | 'dialog';
  prefetch: () => void;
  children: ReactNode;
}) {
  const [isAsked, setIsAsked] = useState(false);
  const trigger = cloneElement(props.trigger as ReactElement<TriggerProps>, {
    onClick: () => setIsAsked(true),
    onPointerEnter: props.prefetch,
    onFocus: props.prefetch,
    'aria-haspopup': props.opens,
  });
  return isAsked ? <Suspense fallback={trigger}>{props.children}</Suspense> : trigger;
}

/** Children only once they have been wanted; from then on they stay, so that they can also leave with grace. */
export function OnceOpened(props: { isOpen: boolean; children: ReactNode }) {
  const [wasOpened, setWasOpened] = useState(props.isOpen);
  if (props.isOpen && !wasOpened) setWasOpened(true);
  return wasOpened || props.isOpen ? <Suspense>{props.children}</Suspense> : null;
}
