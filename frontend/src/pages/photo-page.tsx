import './photo-page.css';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { useLocation, useNavigate, useParams } from '#router/router.tsx';
import { Photo, PhotoTopic, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { ORIGINAL, photoUrl } from '@zoetrope/contract/renditions.ts';
import { signInPath } from '#features/accounts/sign-in-path.ts';
import { CommentComposer } from '#features/comments/comment-composer.tsx';
import { Comments } from '#features/comments/comments.tsx';
import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { useMyGroups } from '#features/groups/my-groups.ts';
import { useNeighbours } from '#features/photos/neighbours.ts';
import { PhotoFacts } from '#features/photos/photo-facts.tsx';
import { PhotoMenu } from '#features/photos/photo-menu.tsx';
import { PhotoStage } from '#features/photos/photo-stage.tsx';
import { useSlideShow } from '#features/photos/slide-show.ts';
import type { ViewerGestures } from '#features/photos/viewer-gestures.ts';
import { returnTo } from '#features/photos/return-focus.ts';
import { useAudiences } from '#features/uploads/audiences.ts';
import { AlsoLooking, useIAmAround, useIAmWriting, WhoWrites } from '#features/presence/presence.tsx';
import { PhotoReactions } from '#features/reactions/photo-reactions.tsx';
import { OrAway } from '#forms/or-away.tsx';
import { useHeldBack } from '#forms/use-removal.tsx';
import { useConnection, useMe, useRow, useTopic } from '#replica/hooks.tsx';
import { Button, ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Icon } from '#ui/icon.tsx';
import { SheetGrab } from '#ui/sheet-grab.tsx';
import { markShared } from '#ui/shared-element.ts';
import { IconButton } from '#ui/icon-button.tsx';
import { Skeleton, SkeletonLine, SkeletonPerson } from '#ui/skeleton.tsx';
import { useIntl } from 'react-intl';
import { usePageKeys } from './use-page-keys.ts';

/** One photo and its conversation, with the lights down. */
export function PhotoPage() {
  const { $t } = useIntl();
  const photoId = useParams().photoId ?? '';
  const state = useTopic(PhotoTopic.of({ photoId }));
  const photo = useRow(Photo, photoId);
  const isHeldBack = useHeldBack().has(photoId);
  // What I looked at and is no more is another thing than what never was here.
  const mine = `${useMe()} ${photoId}`;
  const [seen, setSeen] = useState<string>();
  if (photo && seen !== mine) setSeen(mine);
  const wasSeen = seen === mine;
  const isVisitor = useMe() === undefined;
  const { go, close } = useWays(photo, photoId);
  const page = useRef<HTMLElement>(null);
  if (isHeldBack || state === 'gone' || (state === 'live' && !photo)) {
    return (
      <Dark>
        <main className="photo-gone">
          <EmptyState
            isPage
            title={
              wasSeen
                ? $t({ id: 'photos.over', defaultMessage: 'This photo is gone' })
                : $t({ id: 'photos.gone', defaultMessage: 'This photo is not here' })
            }
            action={
              <span className="photo-gone-ways">
                <Button kind={isVisitor ? 'quiet' : 'primary'} onClick={close}>
                  {$t({ id: 'act.back', defaultMessage: 'Go back' })}
                </Button>
                {isVisitor && (
                  <ButtonLink kind="primary" href={signInPath(`/p/${photoId}`)}>
                    {$t({ id: 'accounts.signIn', defaultMessage: 'Sign in' })}
                  </ButtonLink>
                )}
              </span>
            }
          >
            {wasSeen
              ? $t({ id: 'photos.over.text', defaultMessage: 'It was deleted, or is no longer shared with you.' })
              : isVisitor
                ? // The same of every address: it tells nobody that there is a photo.
                  $t({
                    id: 'photos.gone.visitor',
                    defaultMessage:
                      'The address may be wrong, or it is for some people only. Sign in if you are one of them.',
                  })
                : $t({
                    id: 'photos.gone.text',
                    defaultMessage: 'The address may be wrong, or the photo is not shared with you.',
                  })}
          </EmptyState>
        </main>
      </Dark>
    );
  }
  return (
    <Dark>
      <main className="photo-page" ref={page}>
        {photo ? (
          <PhotoAndTalk page={page} photo={photo} isReady={state === 'live'} onGo={go} onClose={close} />
        ) : (
          <aside className="photo-talk photo-talk-waiting">
            <OrAway>
              <Skeleton label={$t({ id: 'photos.loadingOne', defaultMessage: 'Loading the photo' })}>
                <SkeletonPerson />
                <SkeletonLine width="80%" />
              </Skeleton>
            </OrAway>
          </aside>
        )}
      </main>
    </Dark>
  );
}

function Dark({ children }: { children: React.ReactNode }) {
  // Menus, questions and messages are drawn elsewhere in the document; they go down with the lights.
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    const before = dataset['theme'];
    dataset['theme'] = 'dark';
    return () => {
      if (before !== undefined) dataset['theme'] = before;
    };
  }, []);
  return (
    <div className="photo-dark" data-theme="dark">
      {children}
    </div>
  );
}

interface Props {
  readonly page: RefObject<HTMLElement | null>;
  readonly photo: PhotoRow;
  readonly isReady: boolean;
  readonly onGo: (photoId: string) => void;
  readonly onClose: () => void;
}

function PhotoAndTalk({ page, photo, isReady, onGo, onClose }: Props) {
  const { $t } = useIntl();
  const me = useMe();
  const neighbours = useNeighbours(photo);
  // Held here too: this page stands outside the frame, which holds them elsewhere.
  useMyGroups();
  const choices = useAudiences();
  const writing = useIAmWriting(photo);
  useIAmAround(photo.groupId);
  const scroller = useRef<HTMLDivElement>(null);
  const composer = useRef<HTMLTextAreaElement>(null);
  const download = useRef<HTMLAnchorElement>(null);
  const { newer, older } = neighbours;
  const gestures = useRef<ViewerGestures>(null);
  const show = useSlideShow(photo.id, older && (() => gestures.current?.glide(1)));
  const isRtl = document.documentElement.dir === 'rtl';
  const toNewer = () => newer && gestures.current?.glide(-1);
  const toOlder = () => older && gestures.current?.glide(1);
  usePageKeys({
    ArrowLeft: isRtl ? toOlder : toNewer,
    ArrowRight: isRtl ? toNewer : toOlder,
    Escape: () => (show.isPlaying ? show.stop() : onClose()),
    '+': () => gestures.current?.zoomBy(1.5),
    '=': () => gestures.current?.zoomBy(1.5),
    '-': () => gestures.current?.zoomBy(1 / 1.5),
    '0': () => gestures.current?.zoomBy(0),
    s: show.toggle,
    c: () => composer.current?.focus(),
    d: () => download.current?.click(),
  });
  return (
    <>
      <PhotoStage
        photo={photo}
        neighbours={neighbours}
        onGo={onGo}
        onClose={onClose}
        gestures={gestures}
        onLoaded={show.onLoaded}
        onPlay={show.stop}
        tools={
          <>
            <SignUnlessLive />
            <AlsoLooking photo={photo} />
            {(older || show.isPlaying) && (
              <IconButton
                icon={show.isPlaying ? 'pause' : 'play'}
                label={
                  show.isPlaying
                    ? $t({ id: 'photos.stopShow', defaultMessage: 'Stop the slide show' })
                    : $t({ id: 'photos.playShow', defaultMessage: 'Play a slide show' })
                }
                aria-pressed={show.isPlaying}
                onClick={show.toggle}
              />
            )}
            {photo.state === 'ready' && (photo.playback === null || photo.playback === 'ready') && (
              <a
                ref={download}
                className="z-btn z-btn-quiet z-btn-icon"
                href={photoUrl(photo.id, ORIGINAL)}
                download
                title={$t({ id: 'photos.download', defaultMessage: 'Download the original' })}
                aria-label={$t({ id: 'photos.download', defaultMessage: 'Download the original' })}
              >
                <Icon name="download" />
              </a>
            )}
            <PhotoMenu
              photo={photo}
              choices={choices}
              onRemoved={() => {
                const next = older ?? newer;
                if (next) onGo(next.id);
                else onClose();
              }}
            />
          </>
        }
      />
      <aside
        className="photo-talk"
        hidden={show.isPlaying}
        aria-label={$t({ id: 'photos.about', defaultMessage: 'About this photo' })}
      >
        <SheetGrab label={$t({ id: 'photos.sheetHeight', defaultMessage: 'Height of the conversation' })} page={page} />
        <div className="photo-talk-scroll" ref={scroller} tabIndex={-1}>
          <PhotoFacts key={photo.id} photo={photo} />
          <PhotoReactions photoId={photo.id} />
          <Comments
            key={`said:${photo.id}`}
            photoId={photo.id}
            isReady={isReady}
            scroller={scroller}
            composer={composer}
          />
        </div>
        <div className="photo-talk-foot">
          <WhoWrites photo={photo} />
          {me ? (
            <CommentComposer
              key={photo.id}
              photoId={photo.id}
              field={composer}
              onWrite={writing.note}
              onSent={writing.stop}
            />
          ) : (
            <ButtonLink href={signInPath(`/p/${photo.id}`)} kind="secondary" isWide>
              {$t({ id: 'comments.signIn', defaultMessage: 'Sign in to comment' })}
            </ButtonLink>
          )}
        </div>
      </aside>
    </>
  );
}

/** Nothing lies beside a photo without need; that what is shown may be old is one. */
function SignUnlessLive() {
  return useConnection().status === 'live' ? null : <ConnectionStatus isOverPicture />;
}

/** To a neighbour, which takes this photo's place in the history, and back to the list that it was opened from. */
function useWays(photo: PhotoRow | undefined, photoId: string) {
  const navigate = useNavigate();
  const { state, index } = useLocation();
  // The photo may be gone by then; the list that it was in is still the way back.
  const list = useRef('/');
  useEffect(() => {
    if (photo) list.current = photo.groupId ? `/g/${photo.groupId}` : '/';
    returnTo(photoId);
  }, [photo, photoId]);
  // The tile is no more; what is shared from here on is the photo of this page.
  useLayoutEffect(() => markShared(undefined), []);
  const go = useCallback(
    (nextId: string) => void navigate(`/p/${nextId}`, { replace: true, state, preventScrollReset: true }),
    [navigate, state],
  );
  const close = useCallback(() => {
    // An address that was opened directly is the first entry.
    if (index > 0) void navigate(-1);
    else void navigate(list.current, { replace: true });
  }, [navigate, index]);
  return { go, close };
}
