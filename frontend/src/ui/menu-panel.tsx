import './menu.css';
import { Menu as Parts } from '@base-ui/react/menu';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import type { MenuProps } from './menu.tsx';

/** What opens; fetched when a trigger is first pressed. Opens at once. */
export function MenuPanel(props: MenuProps) {
  const firstDanger = props.entries.findIndex((entry) => entry.isDanger);
  return (
    <Parts.Root modal={false} defaultOpen>
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
