import './photo-tile.css';
import { memo, useLayoutEffect, useRef, useState } from 'react';
import { Tally, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { usePerson } from '#features/people/person.tsx';
import { useMe, useRow } from '#replica/hooks.tsx';
import { serverNow } from '#replica/server-clock.ts';
import { RetryPhoto } from '#ui/photo.tsx';
import { markShared } from '#ui/shared-element.ts';
import { SlitPlaceholder } from '#ui/slit-placeholder.tsx';
import { Tile } from '#ui/tile.tsx';
import { toLength } from '#words/times.ts';
import { toPhotoName } from './photo-words.ts';
import { Picture, toBlurUrl } from './picture.tsx';
import { useFreshMark } from './fresh-mark.ts';
import { openedFrom } from './opened-from.ts';
import { takeReturn } from './return-focus.ts';
import { defineMessages, useIntl, type MessageDescriptor } from 'react-intl';

interface Props {
  readonly photo: PhotoRow;
  /** In CSS pixels; undefined where the place decides (`sizes` is then the whole window's width). */
  readonly widthPx?: number;
  readonly tabIndex?: 0 | -1;
  /** Added since the last visit. */
  readonly isFresh?: boolean;
  /** Opens through slits after this. */
  readonly openAfterMs?: number | undefined;
  readonly moreText?: string;
  /** The page begins with it. */
  readonly isFirst?: boolean | undefined;
  /** undefined while nobody selects. */
  readonly isSelected?: boolean | undefined;
  /** With it the photo can be picked. Must stay the same function. */
  readonly onPick?: ((photoId: string, isExtending: boolean) => void) | undefined;
}

/** What a tile says after the photo's name. */
const MARKS: Readonly<Record<'processing' | 'failed' | 'video' | 'comments' | 'fresh' | 'more', MessageDescriptor>> =
  defineMessages({
    processing: { id: 'photos.mark.processing', defaultMessage: 'being prepared' },
    failed: { id: 'photos.mark.failed', defaultMessage: 'could not be read' },
    video: { id: 'photos.mark.video', defaultMessage: 'video of {length}' },
    comments: { id: 'photos.mark.said', defaultMessage: '{count, plural, one {# comment} other {# comments}}' },
    fresh: { id: 'photos.mark.fresh', defaultMessage: 'new' },
    more: { id: 'photos.mark.more', defaultMessage: '{count} more' },
  });

/** One photo in a list: leads to its page, wears its count of comments. Drawn again only when something of it changed. */
export const PhotoTile = memo(function PhotoTile(props: Props) {
  const { photo, widthPx, tabIndex, moreText, onPick } = props;
  const intl = useIntl();
  const { $t } = intl;
  const tally = useRow(Tally, photo.id);
  const owner = usePerson(photo.ownerId);
  const me = useMe();
  const [root, isFresh] = useFreshMark(photo.id, props.isFresh ?? false);
  // A photo whose slits were on the screen opens in place when its pixels are there.
  const [wasProcessing] = useState(photo.state === 'processing');
  const [failedAttempt, setFailedAttempt] = useState(-1);
  const [attempt, setAttempt] = useState(0);
  const comments = tally?.comments ?? 0;
  const length = photo.durationMs === null ? undefined : toLength(intl, photo.durationMs);

  const place = useRef(root);
  const pictureHere = () => place.current.current?.querySelector<HTMLElement>('.z-photo');
  // Before the page is shown: a transition back takes its picture of it then.
  useLayoutEffect(() => {
    if (!takeReturn(photo.id)) return;
    markShared(pictureHere());
    place.current.current?.querySelector('a')?.focus({ preventScroll: true });
  }, [photo.id]);

  const name = toPhotoName(intl, photo, photo.ownerId === me ? undefined : (owner?.name ?? ''), serverNow());
  const label = intl.formatList(
    [
      name,
      ...(photo.state === 'processing' ? [$t(MARKS.processing)] : []),
      ...(photo.state === 'failed' ? [$t(MARKS.failed)] : []),
      ...(length === undefined ? [] : [$t(MARKS.video, { length })]),
      ...(comments > 0 ? [$t(MARKS.comments, { count: comments })] : []),
      ...(isFresh ? [$t(MARKS.fresh)] : []),
      ...(moreText ? [$t(MARKS.more, { count: moreText })] : []),
    ],
    { type: 'unit' },
  );
  return (
    <div ref={root} className="photo-tile">
      <Tile
        href={`/p/${photo.id}`}
        label={label}
        isFresh={isFresh}
        {...(tabIndex !== undefined && { tabIndex })}
        {...(moreText !== undefined && { moreText })}
        onOpen={() => {
          markShared(pictureHere());
          openedFrom(photo.id, pictureHere()?.querySelector<HTMLImageElement>('picture > img'));
        }}
        isSelected={props.isSelected}
        onPick={onPick && ((isExtending) => onPick(photo.id, isExtending))}
        {...(length !== undefined && !moreText && { mark: { icon: 'play', text: length } })}
        {...(comments > 0 && !moreText && { tag: { icon: 'comment', text: intl.formatNumber(comments) } })}
      >
        {photo.state === 'ready' ? (
          <Picture
            key={attempt}
            photo={photo}
            alt=""
            sizes={widthPx === undefined ? '50vw' : `${Math.ceil(widthPx)}px`}
            isFirst={props.isFirst}
            openAfterMs={props.openAfterMs ?? (wasProcessing ? 0 : undefined)}
            onFailed={() => setFailedAttempt(attempt)}
            onLoaded={() => setFailedAttempt(-1)}
          />
        ) : (
          <SlitPlaceholder
            blurUrl={toBlurUrl(photo.placeholder)}
            {...(photo.state === 'failed' && {
              label: $t({ id: 'photos.failed', defaultMessage: 'This picture could not be read' }),
            })}
          />
        )}
      </Tile>
      {failedAttempt === attempt && props.isSelected === undefined && (
        <RetryPhoto
          label={$t({ id: 'photos.load', defaultMessage: 'Tap to load' })}
          onRetry={() => setAttempt(attempt + 1)}
        />
      )}
    </div>
  );
});
