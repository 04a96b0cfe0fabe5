import './home-page.css';
import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { HomeFeed } from '#features/photos/home-feed.tsx';
import { useAddPhotos } from '#features/uploads/add-photos.tsx';
import { TopBar } from '#ui/app-frame.tsx';
import { Button, ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useIntl } from 'react-intl';

/** My groups and my friends in one feed. */
export function HomePage() {
  const { $t } = useIntl();
  const openAddPhotos = useAddPhotos();
  return (
    <>
      <TopBar title={$t({ id: 'home.title', defaultMessage: 'Home' })} end={<ConnectionStatus />} />
      <main className="z-pad home">
        <HomeFeed
          whenAlone={
            <EmptyState
              title={$t({ id: 'home.begin', defaultMessage: 'Begin with a group' })}
              action={
                <ButtonLink kind="primary" icon="groups" href="/groups">
                  {$t({ id: 'groups.make', defaultMessage: 'Make a group' })}
                </ButtonLink>
              }
            >
              {$t({
                id: 'groups.none.text',
                defaultMessage: 'Make one and invite your people, or open an invitation link that somebody sent you.',
              })}
            </EmptyState>
          }
          whenEmpty={
            <EmptyState
              title={$t({ id: 'empty.nothing', defaultMessage: 'Nothing here yet' })}
              action={
                <Button kind="primary" icon="plus" onClick={() => openAddPhotos()}>
                  {$t({ id: 'uploads.open', defaultMessage: 'Add photos' })}
                </Button>
              }
            >
              {$t({
                id: 'home.empty',
                defaultMessage: 'What your groups and friends add appears here the moment they do.',
              })}
            </EmptyState>
          }
        />
      </main>
    </>
  );
}
