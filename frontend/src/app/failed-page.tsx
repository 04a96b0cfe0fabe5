import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

/** Shown when a page's own code fails or cannot be fetched. */
export function FailedPage() {
  return (
    <EmptyState
      title="This did not load"
      action={
        <Button icon="retry" onClick={() => location.reload()}>
          Try again
        </Button>
      }
    >
      The page stopped with an error. Your photos are safe.
    </EmptyState>
  );
}
