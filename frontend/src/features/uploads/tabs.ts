// What the tabs of one browser tell each other about the queue.
import type { UploadEntry } from './entry.ts';

export type TabMessage =
  /** Shown alike everywhere. */
  | { readonly k: 'entries'; readonly accountId: string; readonly entries: readonly UploadEntry[] }
  | { readonly k: 'removed'; readonly accountId: string; readonly ids: readonly string[] }
  /** To whoever sends: it is on the device, and has not begun. */
  | { readonly k: 'added'; readonly accountId: string }
  | { readonly k: 'retry'; readonly accountId: string; readonly id: string }
  /** Does anybody send? Whoever does answers. */
  | { readonly k: 'ping' }
  | { readonly k: 'pong' };

export interface Tabs {
  tell(message: TabMessage): void;
  close(): void;
}

/** Hears the other tabs; where a browser has no channels, or forbids them with its storage, tabs do not know of each other. */
export function openTabs(hear: (message: TabMessage) => void): Tabs {
  let channel: BroadcastChannel;
  try {
    channel = new BroadcastChannel('zoetrope-uploads');
  } catch {
    return { tell: () => undefined, close: () => undefined };
  }
  channel.addEventListener('message', (event: MessageEvent<TabMessage>) => hear(event.data));
  return { tell: (message) => channel.postMessage(message), close: () => channel.close() };
}
