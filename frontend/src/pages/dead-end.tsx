import type { ReactNode } from 'react';
import { ButtonLink } from '#ui/button.tsx';
import { StillPage } from '#ui/still-page.tsx';
import { useIntl } from 'react-intl';

/** A page on which there is nothing: what happened, and the way to the start. */
export function DeadEnd({ title, children }: { title: string; children: ReactNode }) {
  const { $t } = useIntl();
  return (
    <StillPage
      title={title}
      action={
        <ButtonLink href="/" kind="primary">
          {$t({ id: 'nowhere.back', defaultMessage: 'To the start' })}
        </ButtonLink>
      }
    >
      {children}
    </StillPage>
  );
}
