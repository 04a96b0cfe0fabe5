import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useIntl } from 'react-intl';

/** Shown when a page's own code fails or cannot be fetched. */
export function FailedPage() {
  const { $t } = useIntl();
  return (
    <EmptyState
      isPage
      title={$t({ id: 'app.failed', defaultMessage: 'This did not load' })}
      action={
        <Button icon="retry" onClick={() => location.reload()}>
          {$t({ id: 'act.tryAgain', defaultMessage: 'Try again' })}
        </Button>
      }
    >
      {$t({ id: 'app.failed.text', defaultMessage: 'The page stopped with an error. Your photos are safe.' })}
    </EmptyState>
  );
}
