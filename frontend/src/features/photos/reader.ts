// Whether the reader is at the top of the page and has let go of it. Listens to the window once, for all lists.

/** Source: DESIGN-LANGUAGE, live arrival: "no touch or key for 2 s". */
const STILL_AFTER_MS = 2_000;
/** A finger's rest is not exactly the top. */
const TOP_PX = 40;

let lastActAtMs = -Infinity;
const note = () => {
  lastActAtMs = performance.now();
};
for (const act of ['pointerdown', 'pointermove', 'touchmove', 'wheel', 'keydown', 'scroll'] as const) {
  addEventListener(act, note, { passive: true, capture: true });
}

/** True while news may come in by itself. */
export function isReaderWaiting(): boolean {
  return scrollY <= TOP_PX && performance.now() - lastActAtMs >= STILL_AFTER_MS;
}

/** Calls back once, as soon as the reader is at the top and still. Returns the way to stop waiting. */
export function onReaderStill(then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const look = () => {
    if (isReaderWaiting()) return then();
    const stillInMs = STILL_AFTER_MS - (performance.now() - lastActAtMs);
    // Further down nothing can change without an act, but acts are too many to look at each.
    timer = setTimeout(look, Math.max(stillInMs, 250));
    return undefined;
  };
  timer = setTimeout(look, Math.max(STILL_AFTER_MS - (performance.now() - lastActAtMs), 50));
  return () => clearTimeout(timer);
}
