import { AVATARS } from '@zoetrope/contract/accounts.ts';
import { Friendship } from '@zoetrope/contract/features/friends.ts';
import { Person } from '@zoetrope/contract/features/people.ts';
import { photoUrl } from '@zoetrope/contract/renditions.ts';
import { signInPath } from '#features/accounts/sign-in-path.ts';
import { useAccount } from '#features/accounts/account.tsx';
import { wordFor } from '#features/connection/connection-words.ts';
import { useMyGroups } from '#features/groups/my-groups.ts';
import { useAddPhotos } from '#features/uploads/add-photos.tsx';
import { UploadPlace } from '#features/uploads/upload-place.tsx';
import { useHeldBack } from '#forms/use-removal.tsx';
import { useConnection, useMe, useRow, useRows } from '#replica/hooks.tsx';
import { Redirect, useLocation } from '#router/router.tsx';
import { AppFrame, type FramePlace } from '#ui/app-frame.tsx';
import { Avatar } from '#ui/avatar.tsx';
import { Drum } from '#ui/drum.tsx';
import { Link } from '#ui/link-slot.tsx';
import { useIntl } from 'react-intl';

/** The frame of every page that needs an account. Whoever has none signs in first and comes back. */
export function Framed({ children }: { children: React.ReactNode }) {
  const { account } = useAccount();
  const { pathname, search } = useLocation();
  if (!account) return <Redirect to={signInPath(pathname + search)} />;
  return <Frame>{children}</Frame>;
}

export function Frame({ children }: { children: React.ReactNode }) {
  const { $t } = useIntl();
  const { pathname } = useLocation();
  const groups = useMyGroups();
  const openAddPhotos = useAddPhotos();
  const asked = useAskedOfMe();
  const notLive = useNotLive();
  const place = (href: string, label: string, icon: FramePlace['icon']): FramePlace => ({
    href,
    label,
    icon,
    isCurrent: href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`),
  });
  const home = place('/', $t({ id: 'home.title', defaultMessage: 'Home' }), 'home');
  const groupsPlace = {
    ...place('/groups', $t({ id: 'groups.title', defaultMessage: 'Groups' }), 'groups'),
    isCurrent: pathname === '/groups' || pathname.startsWith('/g/'),
  };
  const friends: FramePlace = {
    ...place('/friends', $t({ id: 'friends.title', defaultMessage: 'Friends' }), 'people'),
    news: {
      count: asked,
      label: $t(
        {
          id: 'friends.news',
          defaultMessage: '{count, plural, one {Somebody asks to be friends} other {# people ask to be friends}}',
        },
        { count: asked },
      ),
    },
  };
  const settings = place('/settings', $t({ id: 'settings.title', defaultMessage: 'Settings' }), 'sliders');
  return (
    <AppFrame
      labels={{
        main: $t({ id: 'frame.main', defaultMessage: 'Main' }),
        skip: $t({ id: 'frame.skip', defaultMessage: 'Skip to the page' }),
        brand: $t({ id: 'frame.brand', defaultMessage: 'zoetrope, home' }),
      }}
      homeHref="/"
      places={[home, groupsPlace, friends, settings]}
      barPlaces={[home, groupsPlace, friends, { ...settings, label: $t({ id: 'people.you', defaultMessage: 'You' }) }]}
      add={{ label: $t({ id: 'uploads.open', defaultMessage: 'Add photos' }), onPick: () => openAddPhotos() }}
      shelf={{
        title: $t({ id: 'groups.yours', defaultMessage: 'Your groups' }),
        entries: groups.map((group) => ({
          href: `/g/${group.id}`,
          label: group.name,
          pictureUrl: group.coverPhotoId ? photoUrl(group.coverPhotoId, 'w320.webp') : undefined,
          isCurrent: pathname.startsWith(`/g/${group.id}`),
        })),
      }}
      foot={<Myself />}
      // Every other page has its sign in a line that stays.
      note={pathname.startsWith('/g/') && notLive}
    >
      {children}
      <UploadPlace />
    </AppFrame>
  );
}

/** That news comes later than at once; undefined while it does not. Offline has a note of its own that stays. */
function useNotLive(): React.ReactNode {
  const { $t } = useIntl();
  const connection = useConnection();
  const { status, reason } = connection;
  if (reason === 'starting' || (status !== 'slower' && status !== 'checking')) return undefined;
  return (
    <>
      <Drum state={status} />
      {$t(wordFor(connection))}
    </>
  );
}

/** How many people wait for my answer. */
function useAskedOfMe(): number {
  const me = useMe();
  const heldBack = useHeldBack();
  const open = useRows(Friendship, { acceptedAt: null });
  return open.filter(({ id, askedById }) => askedById !== me && !heldBack.has(id)).length;
}

function Myself() {
  const me = useRow(Person, useMe());
  if (!me) return null;
  const pictureUrl = me.avatarId ? `${AVATARS}/${me.avatarId}` : undefined;
  return (
    // On a tablet there is no room for the name.
    <Link className="z-nav" href="/settings" title={me.name}>
      <Avatar face={{ id: me.id, name: me.name, ...(pictureUrl && { pictureUrl }) }} sizePx={28} isDecorative />
      <span className="z-nav-label z-clip" dir="auto">
        {me.name}
      </span>
    </Link>
  );
}
