import { Button } from '#ui/button.tsx';
import { Drum } from '#ui/drum.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useIntl } from 'react-intl';

/** Shown when the app is here but its server is not, and nothing was kept: it asks on by itself. */
export function UnreachablePage({ onRetry }: { onRetry: () => void }) {
  const { $t } = useIntl();
  const isOffline = !navigator.onLine;
  return (
    <main className="z-pad">
      <EmptyState
        isPage
        {...(isOffline && { sign: <Drum state="offline" size="large" /> })}
        title={
          isOffline
            ? $t({ id: 'app.offline', defaultMessage: 'You are offline' })
            : $t({ id: 'app.unreachable', defaultMessage: 'The server does not answer' })
        }
        action={
          <Button icon="retry" onClick={onRetry}>
            {$t({ id: 'act.tryAgain', defaultMessage: 'Try again' })}
          </Button>
        }
      >
        {isOffline
          ? $t({
              id: 'app.offline.text',
              defaultMessage:
                'Nothing of this site is kept on this device yet. It opens as soon as you are back online.',
            })
          : $t({
              id: 'app.unreachable.text',
              defaultMessage: 'Your photos are safe. Check the connection of this device, or wait: we keep asking.',
            })}
      </EmptyState>
    </main>
  );
}
