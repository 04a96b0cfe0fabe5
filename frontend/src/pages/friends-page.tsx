import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { FriendList } from '#features/friends/friend-list.tsx';
import { TopBar } from '#ui/app-frame.tsx';
import './page.css';
import { useIntl } from 'react-intl';

export function FriendsPage() {
  const { $t } = useIntl();
  return (
    <>
      <TopBar title={$t({ id: 'friends.title', defaultMessage: 'Friends' })} end={<ConnectionStatus />} />
      <main className="page-body page-body-narrow">
        <FriendList />
      </main>
    </>
  );
}
