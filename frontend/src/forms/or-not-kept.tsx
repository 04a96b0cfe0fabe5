import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useConnection } from '#replica/hooks.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

/** What stands in for rows while they load; without a network nothing loads, and that is said instead. */
export function OrNotKept({ children }: { children: ReactNode }) {
  const { $t } = useIntl();
  const { status } = useConnection();
  if (status !== 'offline') return children;
  return (
    <EmptyState title={$t({ id: 'app.notKept', defaultMessage: 'This page is not on this device yet' })}>
      {$t({ id: 'app.notKept.text', defaultMessage: 'It opens as soon as you are back online. Nothing is lost.' })}
    </EmptyState>
  );
}
