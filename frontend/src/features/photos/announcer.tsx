import { useEffect, useRef, useState } from 'react';

/** Source: DESIGN-LANGUAGE, accessibility: arrivals are announced at most every 10 s. */
const PAUSE_MS = 10_000;

/** Tells those who listen what came in; of what comes while it has to be silent, the last is told. */
export function Announcer({ text }: { text: string | undefined }) {
  const [said, setSaid] = useState('');
  const lastAtMs = useRef(-Infinity);
  useEffect(() => {
    if (text === undefined) return undefined;
    const waitMs = Math.max(0, lastAtMs.current + PAUSE_MS - performance.now());
    const timer = setTimeout(() => {
      lastAtMs.current = performance.now();
      setSaid(text);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className="z-hidden" aria-live="polite">
      {said}
    </div>
  );
}
