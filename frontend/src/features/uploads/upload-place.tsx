import { lazy, Suspense, useEffect } from 'react';
import { useMe, useReplica } from '#replica/hooks.tsx';
import { asked } from './asking.ts';
import { openQueueOf, ownQueue } from './own-queue.ts';
import type { UploadQueue } from './queue.ts';
import { useWatched } from './watched.ts';

const AddDialog = lazy(async () => ({ default: (await import('./add-dialog.tsx')).AddDialog }));
const UploadTray = lazy(async () => ({ default: (await import('./upload-tray.tsx')).UploadTray }));

/**
 * Opens the queue of whoever is here, for as long as they are; what one person queued is not sent, or seen, by the next
 * one on this device. Stands above all pages, those of visitors too.
 */
export function UploadOwner() {
  const me = useMe();
  const replica = useReplica();
  useEffect(() => {
    let isOver = false;
    let stop: (() => void) | undefined;
    void openQueueOf(me, replica).then((opened) => {
      if (isOver) opened();
      else stop = opened;
    });
    return () => {
      isOver = true;
      stop?.();
    };
  }, [me, replica]);
  return null;
}

/** Holds the dialog that asks for photos and the tray of those on their way; one for the whole app. */
export function UploadPlace() {
  const queue = useWatched(ownQueue);
  const isAsking = useWatched(asked) !== undefined;
  if (!queue) return null;
  return (
    <Suspense>
      {isAsking && <AddDialog queue={queue} />}
      <TrayOf queue={queue} />
    </Suspense>
  );
}

function TrayOf({ queue }: { queue: UploadQueue }) {
  const isEmpty = useWatched(queue.entries.list).length === 0;
  return isEmpty ? null : <UploadTray queue={queue} />;
}
