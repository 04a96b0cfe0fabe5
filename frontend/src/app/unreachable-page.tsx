import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

/** Shown when the app is here but its server is not. */
export function UnreachablePage({ onRetry }: { onRetry: () => void }) {
  return (
    <main className="z-pad">
      <EmptyState
        title="The server does not answer"
        action={
          <Button icon="retry" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        Your photos are safe. Check the connection of this device, or wait a moment.
      </EmptyState>
    </main>
  );
}
