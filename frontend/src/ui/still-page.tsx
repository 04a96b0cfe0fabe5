import './still-page.css';
import type { ReactNode } from 'react';
import { EmptyState } from './empty-state.tsx';
import { Mark } from './mark.tsx';

interface Props {
  readonly title: string;
  /** One sentence. */
  readonly children: ReactNode;
  readonly action: ReactNode;
  /** Instead of the mark, such as a large Drum. */
  readonly sign?: ReactNode;
}

/** A whole page, without the frame of the others, that has nothing but one sentence and a way on. */
export function StillPage({ children, sign = <Mark sizePx={56} />, ...state }: Props) {
  return (
    <main className="still-page">
      <EmptyState isPage sign={sign} {...state}>
        {children}
      </EmptyState>
    </main>
  );
}
