import { lazy } from 'react';
import type { ReactElement } from 'react';
import type { IconName } from './icon-paths.ts';
import { LatePanel } from './late-panel.tsx';

export type MenuEntry = {
  label: string;
  icon?: IconName;
  /** The key that does the same, as written on it. */
  keyHint?: string;
  /** Set apart by a rule and drawn in red; put these last. */
  isDanger?: boolean;
  isOff?: boolean;
  /** Set on every entry where one of them holds: they are told as a choice, and this one has the tick. */
  isChosen?: boolean;
  onPick: () => void;
};

/** `trigger` is a Button or IconButton without an `onClick` of its own. */
export type MenuProps = { trigger: ReactElement; entries: readonly MenuEntry[]; align?: 'start' | 'end' };

const fetchPanel = () => import('./menu-panel.tsx');
const Panel = lazy(async () => ({ default: (await fetchPanel()).MenuPanel }));

/** A list of things to do, opened by its trigger. */
export function Menu(props: MenuProps) {
  return (
    <LatePanel trigger={props.trigger} opens="menu" prefetch={() => void fetchPanel().catch(() => undefined)}>
      <Panel {...props} />
    </LatePanel>
  );
}
