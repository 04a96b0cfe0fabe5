import './icon.css';
import { classNames } from './class-names.ts';
import { iconPaths, turningIcons } from './icon-paths.ts';
import type { IconName } from './icon-paths.ts';

/** A drawn sign in the colour of its text. Decorative: the control around it carries the name. */
export function Icon(props: { name: IconName; size?: 'small' | 'normal' | 'large' }) {
  return (
    <svg
      className={classNames(
        'z-icon',
        props.size && `z-icon-${props.size}`,
        props.name === 'more' && 'z-icon-dots',
        turningIcons.has(props.name) && 'z-icon-turns',
      )}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={iconPaths[props.name]} />
    </svg>
  );
}
