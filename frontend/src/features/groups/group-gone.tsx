import { ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useIntl } from 'react-intl';

/**
 * Instead of a group. `name` when it was seen here before: then it is over, and that is said. Without one, absent and not
 * one's own look the same.
 */
export function GroupGone({ name }: { name: string | undefined }) {
  const { $t } = useIntl();
  return (
    <main className="z-pad">
      <EmptyState
        isPage
        title={
          name === undefined
            ? $t({ id: 'groups.gone', defaultMessage: 'This group is not here' })
            : $t({ id: 'groups.over', defaultMessage: 'You are no longer in {name}' }, { name })
        }
        action={
          <ButtonLink href="/groups">{$t({ id: 'groups.toYours', defaultMessage: 'To your groups' })}</ButtonLink>
        }
      >
        {name === undefined
          ? $t({
              id: 'groups.gone.text',
              defaultMessage:
                'The address may be wrong, or it is for the people in it only. Ask them for an invitation.',
            })
          : $t({
              id: 'groups.over.text',
              defaultMessage: 'It was deleted, or somebody took you out of it. Its photos have left this device.',
            })}
      </EmptyState>
    </main>
  );
}
