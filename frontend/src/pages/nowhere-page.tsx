import { ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

/** An address that leads nowhere. */
export function NowherePage() {
  return (
    <main className="z-pad">
      <EmptyState
        title="There is nothing at this address"
        action={
          <ButtonLink href="/" kind="primary">
            To the start
          </ButtonLink>
        }
      >
        A part of the link may be missing.
      </EmptyState>
    </main>
  );
}
