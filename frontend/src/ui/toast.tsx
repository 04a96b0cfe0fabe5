import './toast.css';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { useIntl } from 'react-intl';

export type ToastMessage = {
  text: string;
  /** A thing to do about it, such as Retry. */
  action?: { label: string; onPick: () => void };
  /** Takes it back; shows a countdown and stays ten seconds instead of five. */
  undo?: { label: string; onPick: () => void };
  /** Called once when it leaves without its button having been pressed. */
  onGone?: () => void;
};

type Shown = ToastMessage & { key: number };

const Show = createContext<(message: ToastMessage) => void>(() => undefined);

/**
 * Shows a message at the bottom of the screen; the next replaces it. What can be taken back stays its whole time, above what
 * is said meanwhile.
 */
export function useToast(): (message: ToastMessage) => void {
  return useContext(Show);
}

/** Holds the place for messages; one for the whole app. */
export function ToastPlace(props: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const current = useRef<readonly Shown[]>([]);
  const nextKey = useRef(0);

  const leave = useCallback((message: Shown, isAnswered: boolean) => {
    if (!current.current.includes(message)) return;
    current.current = current.current.filter((one) => one !== message);
    setShown(current.current);
    if (!isAnswered) message.onGone?.();
  }, []);
  const show = useCallback(
    (message: ToastMessage) => {
      const replaced = current.current.find((one) => !one.undo);
      current.current = [...current.current, { ...message, key: nextKey.current++ }];
      setShown(current.current);
      if (replaced) leave(replaced, false);
    },
    [leave],
  );
  const newestUndo = shown.findLast((one) => one.undo);

  const place = useMemo(
    () => (
      <div className="z-toast-place" role="status" aria-live="polite">
        {shown.map((message) => (
          <ToastCard key={message.key} message={message} hasUndoKey={message === newestUndo} onLeave={leave} />
        ))}
      </div>
    ),
    [shown, newestUndo, leave],
  );
  return (
    <Show value={show}>
      {props.children}
      {place}
    </Show>
  );
}

/** `hasUndoKey`: the key that takes back is for this one. */
function ToastCard(props: {
  message: Shown;
  hasUndoKey: boolean;
  onLeave: (message: Shown, isAnswered: boolean) => void;
}) {
  const { formatNumber } = useIntl();
  const { message, hasUndoKey, onLeave } = props;
  const [secondsLeft, setSecondsLeft] = useState(message.undo ? 10 : 5);
  const [isHeld, setIsHeld] = useState(false);
  const answer = message.undo ?? message.action;

  const { undo } = message;
  useEffect(() => {
    if (!undo || !hasUndoKey) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      const isUndo = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      // A field takes back its own letters.
      if (!isUndo || (event.target as HTMLElement).closest('input, textarea, [contenteditable]')) return;
      event.preventDefault();
      undo.onPick();
      onLeave(message, true);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [undo, hasUndoKey, message, onLeave]);

  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(() => (secondsLeft > 1 ? setSecondsLeft(secondsLeft - 1) : onLeave(message, false)), 1000);
    return () => clearTimeout(timer);
  }, [isHeld, secondsLeft, message, onLeave]);

  return (
    <div
      className="z-toast"
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <span>{message.text}</span>
      {answer && (
        <Button
          kind="quiet"
          onClick={() => {
            answer.onPick();
            onLeave(message, true);
          }}
        >
          {answer.label}
          {message.undo && (
            <span className="z-num" aria-hidden="true">
              {formatNumber(secondsLeft, { style: 'unit', unit: 'second', unitDisplay: 'narrow' })}
            </span>
          )}
        </Button>
      )}
    </div>
  );
}
