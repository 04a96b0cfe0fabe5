// While photos move: the screen stays on, and a tab that is being closed asks first. Where a browser has neither, nothing
// is lost: the queue goes on the next time.
import type { Watched } from './watched.ts';

const wakeLock = (): WakeLock | undefined => ('wakeLock' in navigator ? navigator.wakeLock : undefined);

export function stayAwakeWhile(isMoving: Watched<boolean>): () => void {
  let sentinel: WakeLockSentinel | undefined;
  const hold = async () => {
    if (!isMoving.get() || document.visibilityState !== 'visible') return;
    if (sentinel && !sentinel.released) return;
    // Refused when the battery is low, and of no use to insist on.
    sentinel = await wakeLock()
      ?.request('screen')
      .catch(() => undefined);
    if (!isMoving.get()) letGo();
  };
  const letGo = () => {
    void sentinel?.release().catch(() => undefined);
    sentinel = undefined;
  };
  const onVisible = () => void hold();
  const ask = (event: BeforeUnloadEvent) => {
    if (isMoving.get()) event.preventDefault();
  };
  const stop = isMoving.subscribe(() => (isMoving.get() ? void hold() : letGo()));
  // The browser takes it away from a page that is not looked at.
  document.addEventListener('visibilitychange', onVisible);
  addEventListener('beforeunload', ask);
  return () => {
    stop();
    letGo();
    document.removeEventListener('visibilitychange', onVisible);
    removeEventListener('beforeunload', ask);
  };
}
