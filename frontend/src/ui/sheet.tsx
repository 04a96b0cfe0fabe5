import { lazy } from 'react';
import type { ReactNode } from 'react';
import { OnceOpened } from './late-panel.tsx';

export type SheetProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  closeLabel: string;
  children: ReactNode;
  footer?: ReactNode;
};

const Panel = lazy(async () => ({ default: (await import('./sheet-panel.tsx')).SheetPanel }));

/** Rises from the bottom on a phone; from 700 px on it is a panel of 440 px at the bottom end. */
export function Sheet(props: SheetProps) {
  return (
    <OnceOpened isOpen={props.isOpen}>
      <Panel {...props} />
    </OnceOpened>
  );
}
