import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useRefusalToast } from '#forms/use-refusal-toast.ts';
import { useMe, useReplica } from '#replica/hooks.tsx';
import { refused } from '#replica/refused.ts';
import { whenIdle } from '#replica/surroundings.ts';
import { withTexts } from '#words/language.ts';
import { asked, askOnly } from './asking.ts';
import { askForHandedOver } from './handed-over.ts';
import { ownQueue } from './here.ts';
import type { UploadQueue } from './queue.ts';
import { useWatched } from './watched.ts';

const AddDialog = lazy(async () => ({ default: (await withTexts(() => import('./add-dialog.tsx'))).AddDialog }));
const PhotoDrop = lazy(async () => ({ default: (await withTexts(() => import('./photo-drop.tsx'))).PhotoDrop }));
const UploadTray = lazy(async () => ({ default: (await withTexts(() => import('./upload-tray.tsx'))).UploadTray }));

/**
 * Opens the queue of whoever is here, for as long as they are; what one person queued is not sent, or seen, by the next
 * one on this device. Stands above all pages, those of visitors too. Its code comes when the page has time, or when it is
 * asked for.
 */
export function UploadOwner() {
  const me = useMe();
  const replica = useReplica();
  const tellRefusal = useRefusalToast();
  // Another language is another way to tell, and no reason to open the queue anew.
  const tell = useRef(tellRefusal);
  useEffect(() => {
    tell.current = tellRefusal;
  });
  useEffect(() => {
    if (me !== undefined) askOnly(me);
  }, [me]);
  const isAsking = useWatched(asked) !== undefined;
  const [isDue, setIsDue] = useState(false);
  useEffect(() => whenIdle(() => setIsDue(true)), []);
  if (isAsking && !isDue) setIsDue(true);
  useEffect(() => {
    if (!isDue) return undefined;
    let isOver = false;
    let stop: (() => void) | undefined;
    const open = async () => {
      const { openQueueOf } = await withTexts(() => import('./own-queue.ts'));
      const opened = await openQueueOf(me, replica);
      if (isOver) return opened();
      stop = opened;
      return me === undefined ? undefined : askForHandedOver();
    };
    open().catch(() => {
      if (isOver) return;
      // After a deploy, or without a network: another press tries again.
      setIsDue(false);
      if (asked.get() !== undefined) tell.current(refused('unavailable'));
      asked.set(undefined);
    });
    return () => {
      isOver = true;
      stop?.();
    };
  }, [isDue, me, replica]);
  return null;
}

/** The dialog that asks for photos, and what is dropped or pasted anywhere; stands above all pages of whoever is here. */
export function UploadQuestion() {
  const queue = useWatched(ownQueue);
  const isAsking = useWatched(asked) !== undefined;
  if (!queue) return null;
  return (
    <>
      <Suspense>{isAsking && <AddDialog queue={queue} />}</Suspense>
      <Suspense>
        <PhotoDrop />
      </Suspense>
    </>
  );
}

/** Holds the tray of those on their way; one in the frame. */
export function UploadPlace() {
  const queue = useWatched(ownQueue);
  if (!queue) return null;
  return (
    <Suspense>
      <TrayOf queue={queue} />
    </Suspense>
  );
}

function TrayOf({ queue }: { queue: UploadQueue }) {
  const isEmpty = useWatched(queue.entries.list).length === 0;
  return isEmpty ? null : <UploadTray queue={queue} />;
}
