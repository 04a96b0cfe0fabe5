import './home-page.css';
import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { HomeFeed } from '#features/photos/home-feed.tsx';
import { useAddPhotos } from '#features/uploads/add-photos.tsx';
import { TopBar } from '#ui/app-frame.tsx';
import { Button, ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

/** My groups and my friends in one feed. */
export function HomePage() {
  const openAddPhotos = useAddPhotos();
  return (
    <>
      <TopBar title="Home" end={<ConnectionStatus />} />
      <main className="z-pad home">
        <HomeFeed
          whenAlone={
            <EmptyState
              title="Begin with a group"
              action={
                <ButtonLink kind="primary" icon="groups" href="/groups">
                  Make a group
                </ButtonLink>
              }
            >
              Make one and invite your people, or open an invitation link that somebody sent you.
            </EmptyState>
          }
          whenEmpty={
            <EmptyState
              title="Nothing here yet"
              action={
                <Button kind="primary" icon="plus" onClick={() => openAddPhotos()}>
                  Add photos
                </Button>
              }
            >
              What your groups and friends add appears here the moment they do.
            </EmptyState>
          }
        />
      </main>
    </>
  );
}
