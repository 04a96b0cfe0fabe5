import { ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useIntl } from 'react-intl';

/** Absent, deleted and not one's own look the same. */
export function GroupGone() {
  const { $t } = useIntl();
  return (
    <main className="z-pad">
      <EmptyState
        isPage
        title={$t({ id: 'groups.gone', defaultMessage: 'This group is not here' })}
        action={
          <ButtonLink href="/groups">{$t({ id: 'groups.toYours', defaultMessage: 'To your groups' })}</ButtonLink>
        }
      >
        {$t({ id: 'groups.gone.text', defaultMessage: 'It was deleted, or you are no longer in it.' })}
      </EmptyState>
    </main>
  );
}
