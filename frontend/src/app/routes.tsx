import type { RouteObject } from 'react-router';
import { LINK_PAGES } from '@zoetrope/contract/accounts.ts';
import { App } from './app.tsx';
import { FailedPage } from './failed-page.tsx';
import { Framed } from './frame.tsx';
import { HomeOrFront } from './home-or-front.tsx';
import { Starting } from './starting.tsx';

/** Every address of the app. Pages are fetched when first visited. */
export const routes: RouteObject[] = [
  {
    element: <App />,
    errorElement: <FailedPage />,
    hydrateFallbackElement: <Starting />,
    children: [
      { path: '/', element: <HomeOrFront /> },
      {
        element: <Framed />,
        children: [
          // A page that fails leaves the frame as it is: the way elsewhere, and what is being uploaded.
          {
            errorElement: <FailedPage />,
            children: [
              {
                path: '/groups',
                lazy: async () => ({ Component: (await import('#pages/groups-page.tsx')).GroupsPage }),
              },
              {
                path: '/g/:groupId',
                lazy: async () => ({ Component: (await import('#pages/group-page.tsx')).GroupPage }),
              },
              {
                path: '/g/:groupId/people',
                lazy: async () => ({ Component: (await import('#pages/group-people-page.tsx')).GroupPeoplePage }),
              },
              {
                path: '/g/:groupId/about',
                lazy: async () => ({ Component: (await import('#pages/group-about-page.tsx')).GroupAboutPage }),
              },
              {
                path: '/people/:personId',
                lazy: async () => ({ Component: (await import('#pages/person-page.tsx')).PersonPage }),
              },
              {
                path: '/friends',
                lazy: async () => ({ Component: (await import('#pages/friends-page.tsx')).FriendsPage }),
              },
              {
                path: '/settings/self-check',
                lazy: async () => ({ Component: (await import('#pages/self-check-page.tsx')).SelfCheckPage }),
              },
              {
                path: '/settings',
                lazy: async () => ({ Component: (await import('#pages/settings-page.tsx')).SettingsPage }),
              },
            ],
          },
        ],
      },
      { path: '/p/:photoId', lazy: async () => ({ Component: (await import('#pages/photo-page.tsx')).PhotoPage }) },
      { path: '/sign-in', lazy: async () => ({ Component: (await import('#pages/sign-in-page.tsx')).SignInPage }) },
      { path: '/sign-up', lazy: async () => ({ Component: (await import('#pages/sign-up-page.tsx')).SignUpPage }) },
      {
        path: '/invite/:token',
        lazy: async () => ({ Component: (await import('#pages/invite-page.tsx')).InvitePage }),
      },
      {
        path: LINK_PAGES.reset,
        lazy: async () => ({ Component: (await import('#pages/one-time-link-pages.tsx')).ResetPage }),
      },
      {
        path: LINK_PAGES.administrator,
        lazy: async () => ({ Component: (await import('#pages/one-time-link-pages.tsx')).WelcomePage }),
      },
      { path: '*', lazy: async () => ({ Component: (await import('#pages/nowhere-page.tsx')).NowherePage }) },
      ...(import.meta.env.DEV
        ? [{ path: '/design', lazy: async () => ({ Component: (await import('#pages/design.tsx')).DesignPage }) }]
        : []),
    ],
  },
];
