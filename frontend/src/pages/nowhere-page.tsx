import { ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useIntl } from 'react-intl';

/** An address that leads nowhere. */
export function NowherePage() {
  const { $t } = useIntl();
  return (
    <main className="z-pad">
      <EmptyState
        isPage
        title={$t({ id: 'nowhere.title', defaultMessage: 'There is nothing at this address' })}
        action={
          <ButtonLink href="/" kind="primary">
            {$t({ id: 'nowhere.back', defaultMessage: 'To the start' })}
          </ButtonLink>
        }
      >
        {$t({ id: 'nowhere.text', defaultMessage: 'A part of the link may be missing.' })}
      </EmptyState>
    </main>
  );
}
