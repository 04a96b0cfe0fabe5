import { lazy, Suspense, useEffect } from 'react';
import { useMe } from '#replica/hooks.tsx';
import { asked } from './asking.ts';
import { queue } from './own-queue.ts';
import { useWatched } from './watched.ts';

const AddDialog = lazy(async () => ({ default: (await import('./add-dialog.tsx')).AddDialog }));
const UploadTray = lazy(async () => ({ default: (await import('./upload-tray.tsx')).UploadTray }));

let ownerId: string | undefined;

/** Holds the dialog that asks for photos and the tray of those on their way; one for the whole app. */
export function UploadPlace() {
  const me = useMe();
  const isAsking = useWatched(asked) !== undefined;
  const isBusy = useWatched(queue.entries).length > 0;
  useEffect(() => {
    // What one person queued is not sent, or seen, by the next one on this device.
    if (ownerId !== undefined && me !== undefined && ownerId !== me) queue.removeAll();
    if (me !== undefined) ownerId = me;
  }, [me]);
  return (
    <Suspense>
      {isAsking && <AddDialog />}
      {isBusy && <UploadTray />}
    </Suspense>
  );
}
