import { useEffect, useRef, useState } from 'react';

/** Source: DESIGN-LANGUAGE, accessibility: live events are announced at most every 10 s. */
const PAUSE_MS = 10_000;
/** Long enough to be heard; afterwards a reader who walks through the page would find old news. */
const STAYS_MS = 5_000;

/** Of the whole page: two lists that have news in the same moment speak one after the other. */
let lastAtMs = -Infinity;

/** Calls `say` as soon as the page may speak again. Returns the way to keep silent. */
function inTurn(say: () => void): () => void {
  const waitMs = Math.max(0, lastAtMs + PAUSE_MS - performance.now());
  const timer = setTimeout(() => {
    // Somebody else had the word meanwhile.
    if (performance.now() < lastAtMs + PAUSE_MS) {
      stop = inTurn(say);
      return;
    }
    lastAtMs = performance.now();
    say();
  }, waitMs);
  let stop = () => clearTimeout(timer);
  return () => stop();
}

/** Tells those who listen what came in; of what comes while it has to be silent, the last is told. */
export function Announcer({ text }: { text: string | undefined }) {
  const [said, say] = useSaid();
  useEffect(() => (text === undefined ? undefined : inTurn(() => say(text))), [text, say]);
  return <Said text={said} />;
}

/** The same for what is counted: `total` only grows, and what came since it spoke last is said as one sum. */
export function CountAnnouncer({ total, words }: { total: number; words: (count: number) => string }) {
  const [said, say] = useSaid();
  const told = useRef(0);
  const latest = useRef(words);
  useEffect(() => {
    latest.current = words;
  });
  useEffect(() => {
    if (total <= told.current) return undefined;
    return inTurn(() => {
      say(latest.current(total - told.current));
      told.current = total;
    });
  }, [total, say]);
  return <Said text={said} />;
}

/** What is being said, and how to say something. It is gone again by itself. */
function useSaid(): [string, (words: string) => void] {
  const [said, say] = useState('');
  useEffect(() => {
    if (said === '') return undefined;
    const timer = setTimeout(() => say(''), STAYS_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return [said, say];
}

const Said = ({ text }: { text: string }) => (
  <div className="z-hidden" aria-live="polite">
    {text}
  </div>
);
