import { Redirect, useSearch } from '#router/router.tsx';
import { ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useIntl } from 'react-intl';

/** Where another app leads that hands over photos. The question for whom they are is asked above every page. */
export function SharePage() {
  const { $t } = useIntl();
  const search = useSearch();
  if (!search.has('lost')) return <Redirect to="/" />;
  return (
    <main className="z-pad">
      <EmptyState
        isPage
        title={$t({ id: 'share.lost', defaultMessage: 'The photos did not come through' })}
        action={
          <ButtonLink href="/" kind="primary">
            {$t({ id: 'nowhere.back', defaultMessage: 'To the start' })}
          </ButtonLink>
        }
      >
        {$t({
          id: 'share.lost.text',
          defaultMessage: 'They are still where you shared them from. Share them once more, or add them here.',
        })}
      </EmptyState>
    </main>
  );
}
