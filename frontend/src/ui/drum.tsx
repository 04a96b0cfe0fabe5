import './drum.css';
import { classNames } from './class-names.ts';

export type DrumState = 'live' | 'slower' | 'checking' | 'offline' | 'turning';

/** Five slits that say how news arrives, or (`turning`) that work goes on. Decorative: put words beside it. */
export function Drum(props: { state: DrumState; size?: 'normal' | 'large' }) {
  return (
    <span
      className={classNames('z-drum', `z-drum-${props.state}`, props.size === 'large' && 'z-drum-large')}
      aria-hidden="true"
    >
      <i />
      <i />
      <i />
      <i />
      <i />
    </span>
  );
}
