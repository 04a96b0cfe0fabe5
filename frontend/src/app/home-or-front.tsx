import { lazy, Suspense } from 'react';
import { useAccount } from '#features/accounts/account.tsx';
import { Frame } from './frame.tsx';
import { Starting } from './starting.tsx';

const HomePage = lazy(async () => ({ default: (await import('#pages/home-page.tsx')).HomePage }));
const FrontPage = lazy(async () => ({ default: (await import('#pages/front-page.tsx')).FrontPage }));

/** The address `/`: home for those who have an account here, the front page for everybody else. */
export function HomeOrFront() {
  const { account } = useAccount();
  return (
    <Suspense fallback={<Starting />}>
      {account ? (
        <Frame>
          <HomePage />
        </Frame>
      ) : (
        <FrontPage />
      )}
    </Suspense>
  );
}
