// The queue of whoever is signed in, for those who only look at it: its code comes later than theirs.
import { asked } from './asking.ts';
import { isOpen } from './entry.ts';
import type { UploadQueue } from './queue.ts';
import { Watched } from './watched.ts';

/** undefined until the device has been looked at, and while nobody is signed in. */
export const ownQueue = new Watched<UploadQueue | undefined>(undefined);

/** Whether there are files that would be lost with the page: chosen and not queued, or queued where nothing can be kept. */
export const holdsFiles = (): boolean =>
  asked.get() !== undefined ||
  (ownQueue
    .get()
    ?.entries.all()
    .some((entry) => isOpen(entry) && !entry.isKept) ??
    false);
