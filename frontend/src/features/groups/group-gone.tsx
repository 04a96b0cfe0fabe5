import { ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

/** Absent, deleted and not one's own look the same. */
export function GroupGone() {
  return (
    <main className="z-pad">
      <EmptyState title="This group is not here" action={<ButtonLink href="/groups">To your groups</ButtonLink>}>
        It was deleted, or you are no longer in it.
      </EmptyState>
    </main>
  );
}
