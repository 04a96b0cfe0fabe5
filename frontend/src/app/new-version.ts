// The service worker, as the page sees it. Absent where the page has no trust (plain http from a phone), and in
// development: everything works the same, but for opening without a network.

type Listener = () => void;
const listeners = new Set<Listener>();
let waiting: ServiceWorker | undefined;

/** A newer build that stands ready and has not taken over; undefined while there is none. */
export const newVersion = {
  get: (): ServiceWorker | undefined => waiting,
  subscribe: (listener: Listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

/** Registers the worker, and looks for a newer one each time somebody comes back to the page. */
export async function startWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register('/worker.js');
    const note = () => {
      // The first one takes over nothing.
      waiting = navigator.serviceWorker.controller ? (registration.waiting ?? undefined) : undefined;
      for (const listener of [...listeners]) listener();
    };
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', note);
    });
    note();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void registration.update().catch(() => undefined);
    });
  } catch {
    // Forbidden with the cookies, or a device that is full: the site is a site.
    return;
  }
}

/** Lets the newer build take over and loads its page. Drafts and the upload queue are on the device. */
export function takeNewVersion(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting?.postMessage('take-over');
}
