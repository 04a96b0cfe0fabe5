import './reel.css';
import type { CSSProperties } from 'react';

/** Progress in 24 frames, from 0 to 1: in flight, done, or stopped. */
export function Reel(props: { progress: number; state?: 'moving' | 'done' | 'stopped'; label: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, props.progress)) * 100);
  return (
    <span
      className={`z-reel z-reel-${props.state ?? 'moving'}`}
      style={{ '--p': percent / 100 } as CSSProperties}
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    />
  );
}
