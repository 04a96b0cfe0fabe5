import { lazy } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { LatePanel } from './late-panel.tsx';

/** What it is for is said by a title, or to readers alone. */
type Named = { title: ReactNode; label?: never } | { title?: never; label: string };

export type PopoverProps = Named & {
  /** A button of this room without an `onClick` of its own. */
  trigger: ReactElement;
  /** A function gets what closes it, for content that ends with a choice. */
  children: ReactNode | ((close: () => void) => ReactNode);
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom';
};

const fetchPanel = () => import('./popover-panel.tsx');
const Panel = lazy(async () => ({ default: (await fetchPanel()).PopoverPanel }));

/** A small panel beside its trigger that leaves the page usable. Escape or a press outside closes it. */
export function Popover(props: PopoverProps) {
  return (
    <LatePanel trigger={props.trigger} opens="dialog" prefetch={() => void fetchPanel().catch(() => undefined)}>
      <Panel {...props} />
    </LatePanel>
  );
}
