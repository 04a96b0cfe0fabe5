import './menu.css';
import { Menu as Parts } from '@base-ui/react/menu';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import type { ReactNode } from 'react';
import type { MenuEntry, MenuProps } from './menu.tsx';

/** What opens; fetched when a trigger is first pressed. Opens at once. */
export function MenuPanel(props: MenuProps) {
  const firstDanger = props.entries.findIndex((entry) => entry.isDanger);
  return (
    <Parts.Root modal={false} defaultOpen>
      <Parts.Trigger render={props.trigger} />
      <Parts.Portal>
        <Parts.Positioner className="z-menu-place" align={props.align ?? 'end'} sideOffset={6} collisionPadding={8}>
          <Parts.Popup className="z-menu">
            <Group entries={props.entries}>
              {props.entries.map((entry, index) => (
                <div key={entry.label} role="none">
                  {index === firstDanger && index > 0 && <hr role="separator" />}
                  <Entry entry={entry} />
                </div>
              ))}
            </Group>
          </Parts.Popup>
        </Parts.Positioner>
      </Parts.Portal>
    </Parts.Root>
  );
}

/** Told as a choice only where it is one. */
function Group({ entries, children }: { entries: readonly MenuEntry[]; children: ReactNode }) {
  const chosen = entries.find((entry) => entry.isChosen);
  return chosen ? <Parts.RadioGroup value={chosen.label}>{children}</Parts.RadioGroup> : children;
}

function Entry({ entry }: { entry: MenuEntry }) {
  const shared = {
    className: classNames('z-menu-item', entry.isDanger && 'z-menu-danger'),
    disabled: entry.isOff ?? false,
    onClick: entry.onPick,
  };
  if (entry.isChosen !== undefined) {
    return (
      <Parts.RadioItem {...shared} value={entry.label} closeOnClick>
        <span className="z-menu-tick">{entry.isChosen && <Icon name="check" />}</span>
        <span>{entry.label}</span>
      </Parts.RadioItem>
    );
  }
  return (
    <Parts.Item {...shared}>
      {entry.icon && <Icon name={entry.icon} />}
      <span>{entry.label}</span>
      {entry.keyHint !== undefined && <kbd aria-hidden="true">{entry.keyHint}</kbd>}
    </Parts.Item>
  );
}
