// The one queue of this page. Lives beside the pages, so that going elsewhere in the app stops nothing.
import { UploadQueue } from './queue.ts';

export const queue = new UploadQueue();

const isBusy = (): boolean => queue.entries.get().some(({ state }) => state !== 'done' && state !== 'refused');

addEventListener('online', () => queue.wake());
addEventListener('beforeunload', (event) => {
  if (isBusy()) event.preventDefault();
});
