import './badge.css';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';

/** A short word or count. `now` only for counts of what was not seen yet. */
export function Badge(props: { kind?: 'plain' | 'now' | 'soft' | 'bad' | 'ok'; children: ReactNode }) {
  return <span className={classNames('z-badge z-num', props.kind && `z-badge-${props.kind}`)}>{props.children}</span>;
}

/** A lamp dot for something live; `label` says it in words. */
export function Dot(props: { label: string }) {
  return (
    <span className="z-dot">
      <span className="z-hidden">{props.label}</span>
    </span>
  );
}

/** A choice or a filter that can be pressed; `isOn` marks it chosen. */
export function Chip(props: { children: ReactNode; icon?: IconName; isOn?: boolean; onPick?: () => void }) {
  return (
    <button type="button" className="z-chip" aria-pressed={props.isOn} onClick={props.onPick}>
      {props.icon && <Icon name={props.icon} size="small" />}
      {props.children}
    </button>
  );
}
