import { lazy, Suspense, useState, type ComponentType } from 'react';
import { useAccount } from '#features/accounts/account.tsx';
import { Frame } from './frame.tsx';
import { Starting } from './starting.tsx';

const fetchHome = async () => (await import('#pages/home-page.tsx')).HomePage;
const fetchFront = async () => (await import('#pages/front-page.tsx')).FrontPage;
const HomeLater = lazy(async () => ({ default: await fetchHome() }));
const FrontLater = lazy(async () => ({ default: await fetchFront() }));

const here: { Home?: ComponentType; Front?: ComponentType } = {};

/**
 * Fetches the one of both that will be shown, as the server says (pages.plugin.mjs). React would draw what stands in for
 * it first, and leave that for 300 ms.
 */
export async function fetchHomeOrFront(): Promise<ComponentType> {
  if (document.querySelector('meta[name=page][content=front]')) here.Front = await fetchFront();
  else here.Home = await fetchHome();
  return HomeOrFront;
}

/** The address `/`: home for those who have an account here, the front page for everybody else. */
function HomeOrFront() {
  const { account } = useAccount();
  const [Home] = useState(() => here.Home ?? HomeLater);
  const [Front] = useState(() => here.Front ?? FrontLater);
  return (
    <Suspense fallback={<Starting />}>
      {account ? (
        <Frame>
          <Home />
        </Frame>
      ) : (
        <Front />
      )}
    </Suspense>
  );
}
