import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { FriendList } from '#features/friends/friend-list.tsx';
import { TopBar } from '#ui/app-frame.tsx';
import './page.css';

export function FriendsPage() {
  return (
    <>
      <TopBar title="Friends" end={<ConnectionStatus />} />
      <main className="page-body page-body-narrow">
        <FriendList />
      </main>
    </>
  );
}
