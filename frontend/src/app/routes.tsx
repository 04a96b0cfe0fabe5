import { LINK_PAGES } from '@zoetrope/contract/accounts.ts';
import type { Route } from '#router/routes.ts';
import { withTexts } from '#words/language.ts';
import { fetchHomeOrFront } from './home-or-front.tsx';

/** Every address of the app. Pages are fetched when first visited. */
export const routes: readonly Route[] = [
  { path: '/', load: fetchHomeOrFront },
  {
    path: '/groups',
    isFramed: true,
    load: async () => (await withTexts(() => import('#pages/groups-page.tsx'))).GroupsPage,
  },
  { path: '/g/:groupId', isFramed: true, load: async () => (await import('#pages/group-page.tsx')).GroupPage },
  {
    path: '/g/:groupId/people',
    isFramed: true,
    load: async () => (await withTexts(() => import('#pages/group-people-page.tsx'))).GroupPeoplePage,
  },
  {
    path: '/g/:groupId/about',
    isFramed: true,
    load: async () => (await withTexts(() => import('#pages/group-about-page.tsx'))).GroupAboutPage,
  },
  {
    path: '/people/:personId',
    isFramed: true,
    load: async () => (await withTexts(() => import('#pages/person-page.tsx'))).PersonPage,
  },
  {
    path: '/friends',
    isFramed: true,
    load: async () => (await withTexts(() => import('#pages/friends-page.tsx'))).FriendsPage,
  },
  {
    path: '/share',
    isFramed: true,
    load: async () => (await withTexts(() => import('#pages/share-page.tsx'))).SharePage,
  },
  {
    path: '/settings',
    isFramed: true,
    load: async () => (await withTexts(() => import('#pages/settings-page.tsx'))).SettingsPage,
  },
  {
    path: '/settings/self-check',
    isFramed: true,
    load: async () => (await withTexts(() => import('#pages/self-check-page.tsx'))).SelfCheckPage,
  },
  { path: '/p/:photoId', load: async () => (await withTexts(() => import('#pages/photo-page.tsx'))).PhotoPage },
  { path: '/sign-in', load: async () => (await withTexts(() => import('#pages/sign-in-page.tsx'))).SignInPage },
  { path: '/sign-up', load: async () => (await withTexts(() => import('#pages/sign-up-page.tsx'))).SignUpPage },
  { path: '/invite/:token', load: async () => (await withTexts(() => import('#pages/invite-page.tsx'))).InvitePage },
  {
    path: LINK_PAGES.reset,
    load: async () => (await withTexts(() => import('#pages/one-time-link-pages.tsx'))).ResetPage,
  },
  {
    path: LINK_PAGES.administrator,
    load: async () => (await withTexts(() => import('#pages/one-time-link-pages.tsx'))).WelcomePage,
  },
  ...(import.meta.env.DEV
    ? [{ path: '/design', load: async () => (await import('#pages/design.tsx')).DesignPage }]
    : []),
  { path: '*', load: async () => (await withTexts(() => import('#pages/nowhere-page.tsx'))).NowherePage },
];
