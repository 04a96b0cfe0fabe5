// The queue of whoever is signed in on this page. Lives beside the pages, so that going elsewhere in the app stops nothing.
import type { ReplicaView } from '#replica/offers.ts';
import { DUPLICATES_URL, type Duplicates } from '@zoetrope/contract/duplicates.ts';
import { Http } from '#replica/http.ts';
import { whoseQueueWaits } from '#replica/kept/waiting-queue.ts';
import { Announcer } from './announcer.ts';
import { stayAwakeWhile } from './awake.ts';
import { openDevice } from './device.ts';
import { DeviceKeep } from './device-keep.ts';
import { ownQueue } from './here.ts';
import { hashFile } from './hashing.ts';
import { nowhere, type Keep } from './keep.ts';
import { measure } from './measure.ts';
import { UploadQueue } from './queue.ts';
import { openTabs } from './tabs.ts';
import { takesVideos } from './takes-videos.ts';
import { Transfer } from './transfer.ts';
import { LeaseTurn, LockTurn, OwnTurn, type Turn, type TurnEvents } from './turn.ts';

const http = new Http();

/** A tab that sends answers at once; one that is frozen does not. */
const ANSWERS_WITHIN_MS = 4_000;

const device = (() => {
  let opening: Promise<IDBDatabase | undefined> | undefined;
  return () => (opening ??= openDevice().catch(() => undefined));
})();

/**
 * Opens the queue of an account, and purges what others left on this device. Without an account nobody's is opened, and of
 * what is there only a queue that may wait for its person stays.
 */
export async function openQueueOf(
  accountId: string | undefined,
  replica: Pick<ReplicaView, 'run'>,
): Promise<() => void> {
  const database = await device();
  const keep: Keep = database ? new DeviceKeep(database) : nowhere;
  await keep.removeOthers(accountId ?? whoseQueueWaits());
  if (accountId === undefined) return () => undefined;

  let lastAnswerMs = 0;
  const tabs = openTabs((message) => {
    if (message.k === 'pong') lastAnswerMs = performance.now();
    else if (message.k === 'ping' && queue.isSender.get()) tabs.tell({ k: 'pong' });
    else queue.hear(message);
  });
  const events: TurnEvents = { onGained: () => queue.gainTurn(), onLost: () => queue.loseTurn() };
  const queue = new UploadQueue(accountId, {
    keep,
    turn: turnFor(database, events),
    announcer: new Announcer((command, input) => replica.run(command, input)),
    measure,
    hash: hashFile,
    takesVideos,
    findHere: async (audience, hashes) => {
      const asked = http.post<Duplicates>(DUPLICATES_URL, { audience, hashes });
      return (await asked.catch(() => undefined))?.found ?? [];
    },
    send: (...given) => new Transfer(accountId, ...given),
    tell: (message) => tabs.tell(message),
  });

  // A phone freezes tabs with everything that they hold. The one that is looked at takes over.
  const look = () => {
    if (document.visibilityState !== 'visible') return;
    queue.wake();
    if (queue.isSender.get() || !queue.entries.isBusy.get()) return;
    const askedAtMs = performance.now();
    tabs.tell({ k: 'ping' });
    setTimeout(() => {
      if (lastAnswerMs < askedAtMs && !queue.isSender.get() && queue.entries.isBusy.get()) queue.takeTurn();
    }, ANSWERS_WITHIN_MS);
  };
  const wake = () => queue.wake();
  addEventListener('online', wake);
  document.addEventListener('visibilitychange', look);
  const stopAwake = stayAwakeWhile(queue.isAtWork);

  await queue.open();
  ownQueue.set(queue);
  return () => {
    removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', look);
    stopAwake();
    tabs.close();
    queue.close();
    if (ownQueue.get() === queue) ownQueue.set(undefined);
  };
}

function turnFor(database: IDBDatabase | undefined, events: TurnEvents): Turn {
  if (!database) return new OwnTurn(events);
  return 'locks' in navigator ? new LockTurn(events) : new LeaseTurn(database, events);
}
