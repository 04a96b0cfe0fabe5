import { useIntl } from 'react-intl';
import { DeadEnd } from './dead-end.tsx';

/** An address that leads nowhere. */
export function NowherePage() {
  const { $t } = useIntl();
  return (
    <DeadEnd title={$t({ id: 'nowhere.title', defaultMessage: 'There is nothing at this address' })}>
      {$t({ id: 'nowhere.text', defaultMessage: 'A part of the link may be missing.' })}
    </DeadEnd>
  );
}
