import './switch.css';
import { useId } from 'react';
import type { ReactNode } from 'react';

type Props = { label: string; hint?: ReactNode; isOn: boolean; onSwitch: (isOn: boolean) => void; isOff?: boolean };

/** A row that turns one thing on or off at once, without a save button. */
export function Switch(props: Props) {
  const id = useId();
  return (
    <div className="z-switch-row">
      <label htmlFor={id}>
        {props.label}
        {props.hint !== undefined && <span className="z-meta">{props.hint}</span>}
      </label>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className="z-switch"
        checked={props.isOn}
        disabled={props.isOff}
        onChange={(event) => props.onSwitch(event.target.checked)}
      />
    </div>
  );
}

/** A tick box with its words, for a choice that a form sends later. */
export function Checkbox(props: Props) {
  return (
    <label className="z-check-row">
      <input
        type="checkbox"
        className="z-check"
        checked={props.isOn}
        disabled={props.isOff}
        onChange={(event) => props.onSwitch(event.target.checked)}
      />
      <span>
        {props.label}
        {props.hint !== undefined && <span className="z-meta">{props.hint}</span>}
      </span>
    </label>
  );
}
