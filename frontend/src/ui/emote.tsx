import './emote.css';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { useIntl } from 'react-intl';

const ink = '#1B1505';
const face = <circle cx="12" cy="12" r="9.5" fill="#FFC94A" />;

const drawings = {
  heart: (
    <path d="M12 20.5C5 15.5 3 12.5 3 9a4.6 4.6 0 0 1 9-1.6A4.6 4.6 0 0 1 21 9c0 3.5-2 6.5-9 11.5z" fill="#D8402F" />
  ),
  joy: (
    <>
      {face}
      <path d="M6.5 12.5h11a5.5 5.5 0 0 1-11 0z" fill={ink} />
      <path
        d="M6.5 9.5q1.7-2 3.4 0M14.1 9.5q1.7-2 3.4 0"
        stroke={ink}
        strokeWidth="1.6"
        fill="none"
        strokeLinecap="round"
      />
    </>
  ),
  wow: (
    <>
      {face}
      <circle cx="8.5" cy="9.5" r="1.4" fill={ink} />
      <circle cx="15.5" cy="9.5" r="1.4" fill={ink} />
      <ellipse cx="12" cy="15.6" rx="2.3" ry="2.9" fill={ink} />
    </>
  ),
  sad: (
    <>
      {face}
      <circle cx="8.5" cy="10" r="1.3" fill={ink} />
      <circle cx="15.5" cy="10" r="1.3" fill={ink} />
      <path d="M8.5 16.5q3.5-3 7 0" stroke={ink} strokeWidth="1.6" fill="none" strokeLinecap="round" />
      <path d="M17 13q2.4 3.6 0 4.4-2.4-.8 0-4.4" fill="#4A9BD8" />
    </>
  ),
  spark: <path d="M12 2l2.2 7.3L21.5 12l-7.3 2.4L12 22l-2.3-7.6L2.5 12l7.3-2.7z" fill="#E0921A" />,
  clap: (
    <>
      <path d="M12 2.8v3M5.3 5.3l2 2M18.7 5.3l-2 2" stroke="#E0921A" strokeWidth="1.8" strokeLinecap="round" />
      <path
        d="M7 12.5c0-2 3-2 3 0V9.5c0-2 3-2 3 0v1c0-2 3-2 3 .3v1c.3-1.6 2.6-1.5 2.6.4v3.3c0 3.8-2.4 6-5.6 6-3 0-4.6-1.3-6-3.6l-2.2-3.4c-.8-1.4.8-2.6 2.2-1.2z"
        fill="#FFC94A"
        stroke="#A86A00"
        strokeWidth=".9"
      />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type EmoteName = keyof typeof drawings;
export const emoteNames = Object.keys(drawings) as EmoteName[];

/** A drawn symbol, the same on every machine. Decorative: the control around it says the word. */
function Emote(props: { name: EmoteName }) {
  return (
    <svg className="z-emote" viewBox="0 0 24 24" aria-hidden="true">
      {drawings[props.name]}
    </svg>
  );
}

type CountProps = {
  name: EmoteName;
  label: string;
  count: number;
  isMine: boolean;
  isOff?: boolean;
  onPick: () => void;
};

/** A symbol with its count that one presses to join or leave. Room for two digits is kept. */
export function EmoteCount(props: CountProps) {
  const { formatList, formatNumber } = useIntl();
  const count = formatNumber(props.count);
  return (
    <button
      type="button"
      className="z-emote-button"
      aria-pressed={props.isMine}
      aria-label={formatList([props.label, count], { type: 'unit' })}
      title={props.label}
      disabled={props.isOff}
      onClick={props.onPick}
    >
      <span key={props.count} className="z-emote-beat">
        <Emote name={props.name} />
      </span>
      <span className="z-emote-count z-num">{count}</span>
    </button>
  );
}

/** Opens the choice of symbols; put it in a Popover as its trigger. */
export function EmoteAdd({ label, ...rest }: { label: string }) {
  return (
    <button type="button" {...rest} className="z-emote-button z-emote-add" aria-label={label} title={label}>
      <Icon name="face-plus" />
    </button>
  );
}

/** All symbols in a row to choose from. */
export function EmotePicker(props: {
  labels: Record<EmoteName, string>;
  mine?: EmoteName | undefined;
  onPick: (name: EmoteName) => void;
}) {
  return (
    <div className="z-emote-picker">
      {emoteNames.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={props.mine === name}
          aria-label={props.labels[name]}
          title={props.labels[name]}
          onClick={() => props.onPick(name)}
        >
          <Emote name={name} />
        </button>
      ))}
    </div>
  );
}
