import { Person } from '@zoetrope/contract/features/people.ts';
import { useAccount } from '#features/accounts/account.tsx';
import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { SelfCheck } from '#features/self-check/self-check.tsx';
import { useMe, useRow } from '#replica/hooks.tsx';
import { TopBar } from '#ui/app-frame.tsx';
import { NowherePage } from './nowhere-page.tsx';
import './page.css';
import { useIntl } from 'react-intl';

/** What stands between browsers and this server. To everybody but administrators there is no such page. */
export function SelfCheckPage() {
  const { $t } = useIntl();
  const { http } = useAccount();
  const me = useRow(Person, useMe());
  if (!me) return null;
  if (!me.isAdmin) return <NowherePage />;
  return (
    <>
      <TopBar title={$t({ id: 'selfCheck.title', defaultMessage: 'Self-check' })} end={<ConnectionStatus />} />
      <main className="page-body page-body-narrow">
        <SelfCheck http={http} typed={location.origin} />
      </main>
    </>
  );
}
