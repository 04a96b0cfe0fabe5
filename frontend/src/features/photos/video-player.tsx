import './video-player.css';
import { useEffect, useRef, useState } from 'react';
import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { photoUrl, VIDEO } from '@zoetrope/contract/renditions.ts';
import { Button } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { toLength } from '#words/times.ts';
import { defineMessages, useIntl, type MessageDescriptor } from 'react-intl';

interface Props {
  readonly photo: PhotoRow;
  /** What readers call it. */
  readonly name: string;
  readonly onPlay: (() => void) | undefined;
}

const WHY_NOT: Readonly<Record<'preparing' | 'failed' | 'away', MessageDescriptor>> = defineMessages({
  preparing: { id: 'photos.video.preparing', defaultMessage: 'The video is being prepared' },
  failed: { id: 'photos.video.failed', defaultMessage: 'This video cannot be played here' },
  away: { id: 'photos.video.away', defaultMessage: 'The video cannot be loaded right now' },
});

/** What moves, over the poster: a way to begin it, then the browser's own player, which is transparent until it plays. */
export function VideoPlayer({ photo, name, onPlay }: Props) {
  const intl = useIntl();
  const { $t } = intl;
  const [state, setState] = useState<'poster' | 'playing' | 'away'>('poster');
  const begin = () => {
    setState('playing');
    onPlay?.();
  };
  if (photo.playback !== 'ready')
    return <p className="video-note">{$t(WHY_NOT[photo.playback === 'failed' ? 'failed' : 'preparing'])}</p>;
  if (state === 'playing')
    return <Playing src={photoUrl(photo.id, VIDEO)} name={name} onFailed={() => setState('away')} />;
  if (state === 'away')
    return (
      <div className="video-note" role="status">
        {$t(WHY_NOT.away)}
        <Button size="small" kind="secondary" icon="retry" onClick={begin}>
          {$t({ id: 'act.tryAgain', defaultMessage: 'Try again' })}
        </Button>
      </div>
    );
  const label = $t(
    { id: 'photos.video.play', defaultMessage: 'Play the video, {length}' },
    { length: toLength(intl, photo.durationMs ?? 0) },
  );
  return (
    <button type="button" className="video-start" aria-label={label} title={label} onClick={begin}>
      <Icon name="play" />
    </button>
  );
}

/** Its controls are the browser's; what fingers and wheels do on it is theirs, not the viewer's around it. */
const OWN_EVENTS = ['pointerdown', 'touchstart', 'wheel'] as const;

function Playing({ src, name, onFailed }: { src: string; name: string; onFailed: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    element.focus({ preventScroll: true });
    const keep = (event: Event) => event.stopPropagation();
    for (const type of OWN_EVENTS) element.addEventListener(type, keep);
    return () => {
      for (const type of OWN_EVENTS) element.removeEventListener(type, keep);
    };
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- people's own videos have none
    <video
      ref={video}
      className="video-player"
      src={src}
      aria-label={name}
      controls
      playsInline
      autoPlay
      onError={onFailed}
    />
  );
}
