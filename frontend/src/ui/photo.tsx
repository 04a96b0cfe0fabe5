import './photo.css';
import { useEffect, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import { SlitPlaceholder } from './slit-placeholder.tsx';

type Props = {
  src: string;
  /** As the `srcset` attribute, with `sizes`. */
  srcSet?: string;
  sizes?: string;
  /** A written description; empty only where words beside it say the same. */
  alt: string;
  /** Width divided by height. Reserves the place before a byte has come. */
  ratio: number;
  blurUrl?: string | undefined;
  /** `cover` crops to its box, as grids do; `contain` shows the whole picture. */
  fit?: 'cover' | 'contain';
  /** Eager for what is on the first screen; everything else waits until it is near. */
  isEager?: boolean;
  /** Opens through slits once loaded, with this delay. For pictures that arrived while someone looks. */
  arriveAfterMs?: number;
  /** Name of the quiet retry, such as "Tap to load". */
  retryLabel: string;
  onLoaded?: () => void;
};

/**
 * A picture behind its placeholder until it has loaded; nothing moves when it does.
 *
 * When it fails it says so quietly and offers one retry at a press, which does not reach the link around it.
 */
export function Photo(props: Props) {
  const { src, alt, ratio, fit = 'cover', arriveAfterMs, onLoaded } = props;
  const [state, setState] = useState<'waiting' | 'loaded' | 'failed'>('waiting');
  const [attempt, setAttempt] = useState(0);
  const [isOpen, setIsOpen] = useState(false);
  const image = useRef<HTMLImageElement>(null);

  // A picture from the cache may be complete before React listens.
  useEffect(() => {
    if (image.current?.complete && image.current.naturalWidth > 0) setState('loaded');
  }, [src, attempt]);

  const retry = () => {
    setState('waiting');
    setAttempt(attempt + 1);
  };
  const isArriving = arriveAfterMs !== undefined && state === 'loaded' && !isOpen;
  return (
    <span className={classNames('z-photo', fit === 'contain' && 'z-photo-whole')} style={{ aspectRatio: ratio }}>
      {state === 'waiting' || isArriving ? <SlitPlaceholder blurUrl={props.blurUrl} /> : null}
      {state === 'failed' ? (
        <button
          type="button"
          className="z-photo-failed"
          onClick={(event) => {
            event.preventDefault();
            event.stopPropagation();
            retry();
          }}
        >
          <Icon name="retry" />
          {props.retryLabel}
        </button>
      ) : (
        <img
          key={attempt}
          ref={image}
          className={classNames(state === 'waiting' && 'z-photo-waiting', isArriving && 'z-opening')}
          style={isArriving ? { animationDelay: `${arriveAfterMs}ms` } : undefined}
          src={src}
          srcSet={props.srcSet}
          sizes={props.sizes}
          alt={alt}
          loading={props.isEager ? 'eager' : 'lazy'}
          decoding="async"
          draggable={false}
          onLoad={() => {
            setState('loaded');
            onLoaded?.();
          }}
          onError={() => setState('failed')}
          onAnimationEnd={() => setIsOpen(true)}
        />
      )}
    </span>
  );
}
