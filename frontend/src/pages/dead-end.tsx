import type { ReactNode } from 'react';
import { ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useIntl } from 'react-intl';

/** A page on which there is nothing: what happened, and the way to the start. */
export function DeadEnd({ title, children }: { title: string; children: ReactNode }) {
  const { $t } = useIntl();
  return (
    <main className="z-pad">
      <EmptyState
        isPage
        title={title}
        action={
          <ButtonLink href="/" kind="primary">
            {$t({ id: 'nowhere.back', defaultMessage: 'To the start' })}
          </ButtonLink>
        }
      >
        {children}
      </EmptyState>
    </main>
  );
}
