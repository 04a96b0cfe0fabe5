import type { RouteObject } from 'react-router';
import { App } from './app.tsx';
import { FailedPage } from './failed-page.tsx';

/** Every address of the app. Pages are fetched when first visited. */
export const routes: RouteObject[] = [
  {
    element: <App />,
    // index.html paints the paper; the first page follows at once, so nothing flashes between.
    hydrateFallbackElement: <></>,
    errorElement: <FailedPage />,
    children: [
      ...(import.meta.env.DEV
        ? [{ path: '/design', lazy: async () => ({ Component: (await import('#pages/design.tsx')).DesignPage }) }]
        : []),
    ],
  },
];
