import './photo-stage.css';
import { useEffect, useRef, type CSSProperties, type ReactNode, type TouchEvent } from 'react';
import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { photoUrl } from '@zoetrope/contract/media.ts';
import { usePerson } from '#features/people/person.tsx';
import { classNames } from '#ui/class-names.ts';
import { IconButton } from '#ui/icon-button.tsx';
import { toCount } from '#ui/plural.ts';
import { SlitPlaceholder } from '#ui/slit-placeholder.tsx';
import type { Neighbours } from './neighbours.ts';
import { toPhotoName } from './photo-words.ts';
import { Picture, prefetchPicture, toBlurUrl } from './picture.tsx';
import { toRatio } from './shape.ts';

interface Props {
  readonly photo: PhotoRow;
  readonly neighbours: Neighbours;
  readonly onGo: (photoId: string) => void;
  readonly onClose: () => void;
  /** At the end of the top line. */
  readonly tools?: ReactNode;
}

/** From 1000 px on the conversation takes 400 px of the width. */
const SIZES = '(min-width: 1000px) calc(100vw - 400px), 100vw';
/** Widths fall with the cosine, as the frames on a drum do. */
const STRIP_PX = [78, 68, 63, 55, 44, 31] as const;
const SWIPE_PX = 48;

/** One photo with the ways to its neighbours. */
export function PhotoStage({ photo, neighbours, onGo, onClose, tools }: Props) {
  const { newer, older } = neighbours;
  useEffect(() => {
    for (const next of [older, newer]) if (next) prefetchPicture(next, SIZES);
  }, [older, newer]);
  const swipe = useSwipe((step) => {
    const next = step > 0 ? older : newer;
    if (next) onGo(next.id);
  });
  return (
    <section className="photo-stage" aria-label="Photo" {...swipe}>
      <div className="photo-tools">
        <IconButton icon="close" label="Close" onClick={onClose} />
        {neighbours.index >= 0 && neighbours.totalCount !== undefined && (
          <span className="photo-count z-meta z-num">
            {toCount(neighbours.index + 1)} of {toCount(neighbours.totalCount)}
          </span>
        )}
        <span className="photo-tools-end">{tools}</span>
      </div>
      <div className="photo-frame">
        <Whole key={photo.id} photo={photo} />
      </div>
      {newer && (
        <IconButton
          className="photo-arrow photo-arrow-newer"
          kind="secondary"
          icon="back"
          label="Newer photo"
          onClick={() => onGo(newer.id)}
        />
      )}
      {older && (
        <IconButton
          className="photo-arrow photo-arrow-older"
          kind="secondary"
          icon="forward"
          label="Older photo"
          onClick={() => onGo(older.id)}
        />
      )}
      <Strip neighbours={neighbours} onGo={onGo} />
    </section>
  );
}

function Whole({ photo }: { photo: PhotoRow }) {
  const owner = usePerson(photo.ownerId);
  const alt = toPhotoName(photo.caption, owner?.name ?? '', new Date(photo.createdAt), new Date());
  const style = { '--ratio': toRatio(photo), '--width': `${photo.widthPx}px` } as CSSProperties;
  return (
    <div className="photo-whole" style={style}>
      {photo.state === 'ready' ? (
        <Picture photo={photo} alt={alt} sizes={SIZES} fit="contain" isEager />
      ) : (
        <SlitPlaceholder
          blurUrl={toBlurUrl(photo.placeholder)}
          label={photo.state === 'failed' ? 'This picture could not be read' : 'Being prepared'}
        />
      )}
    </div>
  );
}

/** The neighbours as frames of the drum; the keys and the buttons do the same for those who do not see it. */
function Strip({ neighbours, onGo }: { neighbours: Neighbours; onGo: (photoId: string) => void }) {
  const { photos, index } = neighbours;
  if (index < 0 || photos.length < 2) return null;
  const reach = STRIP_PX.length - 1;
  return (
    <div className="photo-strip" aria-hidden="true">
      {photos.slice(Math.max(0, index - reach), index + reach + 1).map((photo) => {
        const distance = Math.abs(photos.indexOf(photo) - index);
        return (
          <button
            key={photo.id}
            type="button"
            tabIndex={-1}
            className={classNames('photo-strip-print', distance === 0 && 'photo-strip-current')}
            style={{ inlineSize: STRIP_PX[distance] }}
            onClick={() => onGo(photo.id)}
          >
            <img src={photoUrl(photo.id, 'w320.webp')} alt="" draggable={false} />
          </button>
        );
      })}
    </div>
  );
}

/** A flick of one finger along the line of reading: 1 to what comes after, -1 to what came before. */
function useSwipe(onSwipe: (step: 1 | -1) => void) {
  const start = useRef<{ x: number; y: number }>(undefined);
  return {
    onTouchStart: (event: TouchEvent) => {
      const touch = event.touches[0];
      // Two fingers zoom, and a zoomed picture is moved, not left.
      const isPlain = touch && event.touches.length === 1 && (window.visualViewport?.scale ?? 1) < 1.05;
      start.current = isPlain ? { x: touch.clientX, y: touch.clientY } : undefined;
    },
    onTouchEnd: (event: TouchEvent) => {
      const touch = event.changedTouches[0];
      if (!touch || !start.current) return;
      const x = touch.clientX - start.current.x;
      const y = touch.clientY - start.current.y;
      start.current = undefined;
      if (Math.abs(x) < SWIPE_PX || Math.abs(x) < 2 * Math.abs(y)) return;
      const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
      onSwipe(x < 0 === isRtl ? -1 : 1);
    },
  };
}
