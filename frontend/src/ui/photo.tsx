import './photo.css';
import { useCallback, useEffect, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import { SlitPlaceholder } from './slit-placeholder.tsx';

type Props = {
  src: string;
  /** As the `srcset` attribute, with `sizes`. */
  srcSet?: string | undefined;
  sizes?: string;
  /** The same in other formats, the preferred first; browsers take the first whose type they know. */
  sources?: readonly { readonly type: string; readonly srcSet: string }[];
  /** A written description; empty only where words beside it say the same. */
  alt: string;
  /** Width divided by height. Reserves the place before a byte has come. */
  ratio: number;
  blurUrl?: string | undefined;
  /** A smaller picture of it that is here already; stands there instead of the blur. */
  previewUrl?: string;
  /** `cover` crops to its box, as grids do; `contain` shows the whole picture. */
  fit?: 'cover' | 'contain';
  /** Eager for what is on the first screen; everything else waits until it is near. */
  isEager?: boolean;
  /** Opens through slits once loaded, with this delay. For pictures that arrived while someone looks. */
  arriveAfterMs?: number;
  /** Name of the quiet retry, such as "Tap to load"; without one, the place around it offers a retry. */
  retryLabel?: string;
  onLoaded?: () => void;
  onFailed?: () => void;
};

/**
 * A picture behind its placeholder until it has loaded; nothing moves when it does.
 *
 * When it fails it says so quietly, offers a retry, and tries by itself when the network comes back.
 */
export function Photo(props: Props) {
  const { src, alt, ratio, fit = 'cover', arriveAfterMs, onLoaded } = props;
  const [state, setState] = useState<'waiting' | 'loaded' | 'failed'>('waiting');
  const [attempt, setAttempt] = useState(0);
  const [isOpen, setIsOpen] = useState(false);
  const image = useRef<HTMLImageElement>(null);

  /** With `decoding="async"` its bytes are there some frames before its pixels: the placeholder stays until both are. */
  const toLoaded = (from: HTMLImageElement) => {
    const draw = () => {
      // Gone meanwhile, or another picture by now, which tells of itself.
      if (image.current !== from || from.getAttribute('src') !== src) return;
      setState('loaded');
      onLoaded?.();
    };
    void from
      .decode()
      .catch(() => undefined)
      .then(draw);
  };

  // A picture from the cache may be complete before React listens.
  useEffect(() => {
    if (image.current?.complete && image.current.naturalWidth > 0) toLoaded(image.current);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- told once for each picture
  }, [src, attempt]);

  const retry = useCallback(() => {
    setState('waiting');
    setAttempt((count) => count + 1);
  }, []);
  useEffect(() => {
    if (state !== 'failed') return undefined;
    addEventListener('online', retry);
    return () => removeEventListener('online', retry);
  }, [state, retry]);
  const isArriving = arriveAfterMs !== undefined && state === 'loaded' && !isOpen;
  // Over its placeholder it shows as soon as there is something of it, unless it is to open through slits. Where a picture
  // is still to come, some browsers write its description.
  const isHidden = state === 'waiting' && (arriveAfterMs !== undefined || alt !== '');
  return (
    <span className={classNames('z-photo', fit === 'contain' && 'z-photo-whole')} style={{ aspectRatio: ratio }}>
      {state !== 'failed' && props.previewUrl !== undefined ? (
        <img className="z-photo-preview" src={props.previewUrl} alt="" draggable={false} />
      ) : state === 'waiting' || isArriving ? (
        <SlitPlaceholder blurUrl={props.blurUrl} />
      ) : null}
      {state === 'failed' ? (
        props.retryLabel === undefined ? (
          <span className="z-photo-failed" />
        ) : (
          <RetryPhoto label={props.retryLabel} onRetry={retry} />
        )
      ) : (
        <picture key={attempt}>
          {props.sources?.map(({ type, srcSet }) => (
            <source key={type} type={type} srcSet={srcSet} sizes={props.sizes} />
          ))}
          <img
            ref={image}
            className={classNames(
              state === 'waiting' && 'z-photo-waiting',
              isHidden && 'z-photo-hidden',
              isArriving && 'z-opening',
            )}
            style={isArriving ? { animationDelay: `${arriveAfterMs}ms` } : undefined}
            src={src}
            srcSet={props.srcSet}
            sizes={props.sizes}
            alt={alt}
            loading={props.isEager ? 'eager' : 'lazy'}
            decoding="async"
            draggable={false}
            onLoad={(event) => toLoaded(event.currentTarget)}
            onError={() => {
              setState('failed');
              props.onFailed?.();
            }}
            onAnimationEnd={() => setIsOpen(true)}
          />
        </picture>
      )}
    </span>
  );
}

/** Stands where a picture did not load; a press asks again. */
export function RetryPhoto(props: { label: string; onRetry: () => void }) {
  return (
    <button type="button" className="z-photo-failed" onClick={props.onRetry}>
      <Icon name="retry" />
      {props.label}
    </button>
  );
}
