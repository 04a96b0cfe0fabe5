import { Button } from '#ui/button.tsx';
import { Drum } from '#ui/drum.tsx';
import { StillPage } from '#ui/still-page.tsx';
import { useIntl } from 'react-intl';

/** Shown when the app is here but its server is not, or has no ear for this build: it asks on by itself. */
export function UnreachablePage({ onRetry, isOutdated }: { onRetry: () => void; isOutdated: boolean }) {
  const { $t } = useIntl();
  if (isOutdated) {
    return (
      <StillPage
        title={$t({ id: 'app.outdated', defaultMessage: 'The site was updated' })}
        action={
          <Button icon="retry" onClick={() => location.reload()}>
            {$t({ id: 'act.reload', defaultMessage: 'Reload' })}
          </Button>
        }
      >
        {$t({
          id: 'app.outdated.text',
          defaultMessage: 'This page is older than its server. Reload to go on; what you typed is kept.',
        })}
      </StillPage>
    );
  }
  const tryAgain = (
    <Button icon="retry" onClick={onRetry}>
      {$t({ id: 'act.tryAgain', defaultMessage: 'Try again' })}
    </Button>
  );
  if (!navigator.onLine) {
    return (
      <StillPage
        sign={<Drum state="offline" size="large" />}
        title={$t({ id: 'app.offline', defaultMessage: 'You are offline' })}
        action={tryAgain}
      >
        {$t({
          id: 'app.offline.text',
          defaultMessage: 'Nothing of this site is kept on this device yet. It opens as soon as you are back online.',
        })}
      </StillPage>
    );
  }
  return (
    <StillPage title={$t({ id: 'app.unreachable', defaultMessage: 'The server does not answer' })} action={tryAgain}>
      {$t({
        id: 'app.unreachable.text',
        defaultMessage: 'Your photos are safe. Check the connection of this device, or wait: we keep asking.',
      })}
    </StillPage>
  );
}
