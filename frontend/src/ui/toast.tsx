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

/** Shows a message at the bottom of the screen. One at a time: the next replaces it. */
export function useToast(): (message: ToastMessage) => void {
  return useContext(Show);
}

/** Holds the place for messages; one for the whole app. */
export function ToastPlace(props: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const current = useRef<Shown | null>(null);
  const nextKey = useRef(0);

  const replace = useCallback((next: Shown | null, isAnswered: boolean) => {
    const last = current.current;
    current.current = next;
    setShown(next);
    if (!isAnswered) last?.onGone?.();
  }, []);
  const show = useCallback(
    (message: ToastMessage) => replace({ ...message, key: nextKey.current++ }, false),
    [replace],
  );

  const place = useMemo(
    () => (
      <div className="z-toast-place" role="status" aria-live="polite">
        {shown && <ToastCard key={shown.key} message={shown} onLeave={(isAnswered) => replace(null, isAnswered)} />}
      </div>
    ),
    [shown, replace],
  );
  return (
    <Show value={show}>
      {props.children}
      {place}
    </Show>
  );
}

function ToastCard(props: { message: ToastMessage; onLeave: (isAnswered: boolean) => void }) {
  const { formatNumber } = useIntl();
  const { message, onLeave } = props;
  const [secondsLeft, setSecondsLeft] = useState(message.undo ? 10 : 5);
  const [isHeld, setIsHeld] = useState(false);
  const answer = message.undo ?? message.action;

  const { undo } = message;
  useEffect(() => {
    if (!undo) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      const isUndo = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      // A field takes back its own letters.
      if (!isUndo || (event.target as HTMLElement).closest('input, textarea, [contenteditable]')) return;
      event.preventDefault();
      undo.onPick();
      onLeave(true);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [undo, onLeave]);

  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(() => (secondsLeft > 1 ? setSecondsLeft(secondsLeft - 1) : onLeave(false)), 1000);
    return () => clearTimeout(timer);
  }, [isHeld, secondsLeft, onLeave]);

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
            onLeave(true);
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
