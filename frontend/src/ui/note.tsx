import './note.css';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

type Props = { children: ReactNode; sign?: ReactNode; action?: ReactNode };

/** A remark inside the page; `now` only for what is happening. */
export function Note(props: Props & { kind?: 'plain' | 'now' }) {
  return (
    <div className={classNames('z-note', props.kind === 'now' && 'z-note-now')} role="status">
      {props.sign}
      <div className="z-note-text">{props.children}</div>
      {props.action}
    </div>
  );
}

/** What went wrong, whether anything was lost, and the one thing to do about it. */
export function ErrorNote(props: Props) {
  return (
    <div className="z-note z-note-bad" role="alert">
      {props.sign ?? <Icon name="warning" />}
      <div className="z-note-text">{props.children}</div>
      {props.action}
    </div>
  );
}
