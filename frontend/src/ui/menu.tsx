import './menu.css';
import { Menu as Parts } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';

export type MenuEntry = {
  label: string;
  icon?: IconName;
  /** The key that does the same, as written on it. */
  keyHint?: string;
  /** Set apart by a rule and drawn in red; put these last. */
  isDanger?: boolean;
  isOff?: boolean;
  onPick: () => void;
};

/** A list of things to do, opened by `trigger` (a Button or IconButton of this room). */
export function Menu(props: { trigger: ReactElement; entries: readonly MenuEntry[]; align?: 'start' | 'end' }) {
  const firstDanger = props.entries.findIndex((entry) => entry.isDanger);
  return (
    <Parts.Root modal={false}>
      <Parts.Trigger render={props.trigger} />
      <Parts.Portal>
        <Parts.Positioner className="z-menu-place" align={props.align ?? 'end'} sideOffset={6} collisionPadding={8}>
          <Parts.Popup className="z-menu">
            {props.entries.map((entry, index) => (
              <div key={entry.label} role="none">
                {index === firstDanger && index > 0 && <hr role="separator" />}
                <Parts.Item
                  className={classNames('z-menu-item', entry.isDanger && 'z-menu-danger')}
                  disabled={entry.isOff ?? false}
                  onClick={entry.onPick}
                >
                  {entry.icon && <Icon name={entry.icon} />}
                  <span>{entry.label}</span>
                  {entry.keyHint !== undefined && <kbd aria-hidden="true">{entry.keyHint}</kbd>}
                </Parts.Item>
              </div>
            ))}
          </Parts.Popup>
        </Parts.Positioner>
      </Parts.Portal>
    </Parts.Root>
  );
}
