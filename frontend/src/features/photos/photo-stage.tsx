import './photo-stage.css';
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type CSSProperties,
  type ReactNode,
  type Ref,
  type RefObject,
} from 'react';
import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { photoUrl } from '@zoetrope/contract/renditions.ts';
import { usePerson } from '#features/people/person.tsx';
import { serverNow } from '#replica/server-clock.ts';
import { classNames } from '#ui/class-names.ts';
import { IconButton } from '#ui/icon-button.tsx';
import { toShownWidth, type Box } from '#ui/photo-zoom.ts';
import { SlitPlaceholder } from '#ui/slit-placeholder.tsx';
import type { Neighbours } from './neighbours.ts';
import { previewOf } from './opened-from.ts';
import { toPhotoName } from './photo-words.ts';
import { Picture, prefetchPicture, toBlurUrl } from './picture.tsx';
import { toRatio } from './shape.ts';
import { useViewerGestures, type ViewerGestures } from './viewer-gestures.ts';
import { useIntl } from 'react-intl';

const VideoPlayer = lazy(async () => ({ default: (await import('./video-player.tsx')).VideoPlayer }));

interface Props {
  readonly photo: PhotoRow;
  readonly neighbours: Neighbours;
  readonly onGo: (photoId: string) => void;
  readonly onClose: () => void;
  /** At the end of the top line. */
  readonly tools?: ReactNode;
  /** What keys do with it. */
  readonly gestures: Ref<ViewerGestures>;
  /** Its pixels are there: a slide show counts from then. */
  readonly onLoaded?: () => void;
  /** Somebody watches it: nothing goes on by itself. */
  readonly onPlay?: () => void;
}

/** Widths fall with the cosine, as the frames on a drum do. */
const STRIP_PX = [78, 68, 63, 55, 44, 31] as const;
/** A small picture is not blown up, but never shown smaller than this where it fits. */
const LEAST_PX = 480;
/** Beside the two that stand ready left and right. */
const AHEAD = 2;

/** One photo, its neighbours left and right of it, and the ways there. */
export function PhotoStage({ photo, neighbours, onGo, onClose, tools, gestures, onLoaded, onPlay }: Props) {
  const { $t } = useIntl();
  const { photos, index, newer, older } = neighbours;
  const frame = useRef<HTMLDivElement>(null);
  const track = useRef<HTMLDivElement>(null);
  const box = useBox(frame);
  const [isZoomed, setIsZoomed] = useState(false);
  const ratio = toRatio(photo);
  const widthPx = toShownWidth(ratio, box, Math.max(photo.widthPx, LEAST_PX));

  const go = useCallback(
    (step: 1 | -1) => {
      const next = step > 0 ? older : newer;
      if (next) onGo(next.id);
    },
    [older, newer, onGo],
  );
  const ways = useViewerGestures(frame, {
    track,
    picture: { widthPx, heightPx: widthPx / ratio },
    photoId: photo.id,
    hasNewer: newer !== undefined,
    hasOlder: older !== undefined,
    onStep: go,
    onClose,
    onZoomed: setIsZoomed,
  });
  useImperativeHandle(gestures, () => ways);

  useEffect(() => {
    if (index < 0) return;
    const isFarther = (at: number) => Math.abs(at - index) > 1;
    for (let at = index - 1; at <= index + AHEAD; at++) {
      const next = photos[at];
      if (next && isFarther(at)) prefetchPicture(next, sizesOf(next, box));
    }
  }, [photos, index, box]);

  const slides = [newer, photo, older].flatMap((one, at) => (one ? [{ one, at: at - 1 }] : []));
  return (
    <section className="photo-stage" aria-label={$t({ id: 'photos.one', defaultMessage: 'Photo' })}>
      <div className="photo-tools">
        <IconButton icon="close" label={$t({ id: 'act.close', defaultMessage: 'Close' })} onClick={onClose} />
        {index >= 0 && neighbours.totalCount !== undefined && (
          <span className="photo-count z-meta z-num">
            {$t(
              { id: 'photos.place', defaultMessage: '{place, number} of {count, number}' },
              { place: index + 1, count: neighbours.totalCount },
            )}
          </span>
        )}
        <span className="photo-tools-end">{tools}</span>
      </div>
      <div className="photo-frame" ref={frame} data-zoomed={isZoomed}>
        <div className="photo-track" ref={track}>
          {slides.map(({ one, at }) => (
            <Slide
              key={one.id}
              photo={one}
              at={at}
              box={box}
              isZoomed={isZoomed && at === 0}
              onLoaded={onLoaded}
              onPlay={onPlay}
            />
          ))}
        </div>
      </div>
      {newer && (
        <IconButton
          className="photo-arrow photo-arrow-newer"
          kind="secondary"
          icon="back"
          label={$t({ id: 'photos.newer', defaultMessage: 'Newer photo' })}
          onClick={() => ways.glide(-1)}
        />
      )}
      {older && (
        <IconButton
          className="photo-arrow photo-arrow-older"
          kind="secondary"
          icon="forward"
          label={$t({ id: 'photos.older', defaultMessage: 'Older photo' })}
          onClick={() => ways.glide(1)}
        />
      )}
      <Strip neighbours={neighbours} onGo={onGo} />
    </section>
  );
}

/** As wide as it is shown, whatever the screen's density: the browser multiplies. */
const sizesOf = (photo: PhotoRow, box: Box): string =>
  box.widthPx === 0 ? '100vw' : `${Math.ceil(toShownWidth(toRatio(photo), box, Math.max(photo.widthPx, LEAST_PX)))}px`;

interface SlideProps {
  readonly photo: PhotoRow;
  /** 0 is looked at, -1 newer, 1 older. */
  readonly at: number;
  readonly box: Box;
  readonly isZoomed: boolean;
  readonly onLoaded: (() => void) | undefined;
  readonly onPlay: (() => void) | undefined;
}

function Slide({ photo, at, box, isZoomed, onLoaded, onPlay }: SlideProps) {
  const owner = usePerson(photo.ownerId);
  const intl = useIntl();
  const { $t } = intl;
  const alt = toPhotoName(intl, photo, owner?.name ?? '', serverNow());
  const ratio = toRatio(photo);
  const preview = previewOf(photo.id);
  const isCurrent = at === 0;
  // A neighbour may have loaded long before it is looked at.
  const [isLoaded, setIsLoaded] = useState(false);
  useEffect(() => {
    if (isCurrent && isLoaded) onLoaded?.();
  }, [isCurrent, isLoaded, onLoaded]);
  return (
    <div className="photo-slide" style={{ '--at': at } as CSSProperties} inert={!isCurrent}>
      <div
        className={classNames(
          'photo-whole',
          isCurrent && 'photo-current',
          (ratio > 20 || ratio < 1 / 20) && 'photo-thread',
        )}
        style={{ '--ratio': ratio, '--width': `${photo.widthPx}px` } as CSSProperties}
      >
        {photo.state === 'ready' ? (
          <Picture
            photo={photo}
            alt={isCurrent ? alt : ''}
            // Somebody who looks closely gets all there is.
            sizes={isZoomed ? '3000px' : sizesOf(photo, box)}
            fit="contain"
            isEager
            {...(preview !== undefined && { previewUrl: preview })}
            onLoaded={() => setIsLoaded(true)}
          />
        ) : (
          <SlitPlaceholder
            blurUrl={toBlurUrl(photo.placeholder)}
            label={
              photo.state === 'failed'
                ? $t({ id: 'photos.failed', defaultMessage: 'This picture could not be read' })
                : $t({ id: 'photos.processing', defaultMessage: 'Being prepared' })
            }
          />
        )}
        {photo.state === 'ready' && photo.durationMs !== null && isCurrent && (
          <Suspense>
            <VideoPlayer photo={photo} name={alt} onPlay={onPlay} />
          </Suspense>
        )}
      </div>
    </div>
  );
}

/** The inner size of an element, now and whenever it changes. */
function useBox(element: RefObject<HTMLElement | null>): Box {
  const [box, setBox] = useState<Box>({ widthPx: 0, heightPx: 0 });
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return undefined;
    const measure = () => {
      const next = { widthPx: target.clientWidth, heightPx: target.clientHeight };
      setBox((last) => (last.widthPx === next.widthPx && last.heightPx === next.heightPx ? last : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return box;
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
