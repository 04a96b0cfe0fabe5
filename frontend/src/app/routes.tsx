import type { RouteObject } from 'react-router';
import { App } from './app.tsx';
import { FailedPage } from './failed-page.tsx';
import { Framed } from './frame.tsx';
import { HomeOrFront } from './home-or-front.tsx';

/** Every address of the app. Pages are fetched when first visited. */
export const routes: RouteObject[] = [
  {
    element: <App />,
    errorElement: <FailedPage />,
    children: [
      { path: '/', element: <HomeOrFront /> },
      {
        element: <Framed />,
        children: [
          { path: '/g/:groupId', lazy: async () => ({ Component: (await import('#pages/group-page.tsx')).GroupPage }) },
        ],
      },
      { path: '/p/:photoId', lazy: async () => ({ Component: (await import('#pages/photo-page.tsx')).PhotoPage }) },
      ...(import.meta.env.DEV
        ? [{ path: '/design', lazy: async () => ({ Component: (await import('#pages/design.tsx')).DesignPage }) }]
        : []),
    ],
  },
];
