import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useConnection } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { Drum } from '#ui/drum.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

/** What stands in for rows while they load; where nothing will load for now, why that is and what to do is said instead. */
export function OrAway({ children }: { children: ReactNode }) {
  const { $t } = useIntl();
  const { status, reason, checkNow } = useConnection();
  if (status !== 'offline') return children;
  if (reason === 'no-network') {
    return (
      <EmptyState
        sign={<Drum state="offline" size="large" />}
        title={$t({ id: 'app.notKept', defaultMessage: 'This page is not on this device yet' })}
      >
        {$t({ id: 'app.notKept.text', defaultMessage: 'It opens as soon as you are back online. Nothing is lost.' })}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={$t({ id: 'app.failed', defaultMessage: 'This did not load' })}
      action={
        <Button icon="retry" onClick={checkNow}>
          {$t({ id: 'act.tryAgain', defaultMessage: 'Try again' })}
        </Button>
      }
    >
      {$t({
        id: 'app.noServer.text',
        defaultMessage: 'The server does not answer at the moment. Your photos are safe, and we keep asking.',
      })}
    </EmptyState>
  );
}
