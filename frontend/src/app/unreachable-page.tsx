import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useIntl } from 'react-intl';

/** Shown when the app is here but its server is not. */
export function UnreachablePage({ onRetry }: { onRetry: () => void }) {
  const { $t } = useIntl();
  return (
    <main className="z-pad">
      <EmptyState
        isPage
        title={$t({ id: 'app.unreachable', defaultMessage: 'The server does not answer' })}
        action={
          <Button icon="retry" onClick={onRetry}>
            {$t({ id: 'act.tryAgain', defaultMessage: 'Try again' })}
          </Button>
        }
      >
        {$t({
          id: 'app.unreachable.text',
          defaultMessage: 'Your photos are safe. Check the connection of this device, or wait a moment.',
        })}
      </EmptyState>
    </main>
  );
}
