import './home-page.css';
import { lazy, Suspense } from 'react';
import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { useMyGroups } from '#features/groups/my-groups.ts';
import { HomeFeed } from '#features/photos/home-feed.tsx';
import { useAddPhotos } from '#features/uploads/add-photos.tsx';
import { TopBar } from '#ui/app-frame.tsx';
import { Button, ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useLayoutSize } from '#ui/layout-size.ts';
import { withTexts } from '#words/language.ts';
import { useIntl } from 'react-intl';

// After the feed: no photo waits for it.
const HomeAside = lazy(async () => ({ default: (await withTexts(() => import('./home-aside.tsx'))).HomeAside }));

/** My groups and my friends in one feed. */
export function HomePage() {
  const { $t } = useIntl();
  const openAddPhotos = useAddPhotos();
  const isWide = useLayoutSize() === 'desktop';
  const isAlone = useMyGroups().length === 0;
  return (
    <>
      <TopBar title={$t({ id: 'home.title', defaultMessage: 'Home' })} end={<ConnectionStatus />} />
      <div className="home">
        <main className="z-pad">
          <HomeFeed
            whenAlone={
              <EmptyState
                title={$t({ id: 'home.begin', defaultMessage: 'Begin with a group' })}
                action={
                  <ButtonLink kind="primary" icon="groups" href="/groups?make">
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
        {isWide && !isAlone && (
          <aside
            className="home-aside"
            aria-label={$t({ id: 'home.beside', defaultMessage: 'Who is here, and what is new' })}
          >
            <Suspense>
              <HomeAside />
            </Suspense>
          </aside>
        )}
      </div>
    </>
  );
}
