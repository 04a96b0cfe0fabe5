// Who is with a photo, or in a group, at this moment. Nothing of it is kept.
import * as z from 'zod/mini';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import { signal } from '@zoetrope/contract/kernel/signal.ts';
import { GroupTopic } from './groups.ts';
import { PhotoTopic } from './photos.ts';

/** Long enough for a phone that says so again every five seconds and loses one word in between. */
export const Looking = signal('looking', PhotoTopic, z.literal(true), { ttlMs: 15_000 });
/** Five seconds after the last key nobody is writing any more. */
export const Writing = signal('writing', PhotoTopic, z.literal(true), { ttlMs: 6_000 });
/** A page of the group is open, or one of its photos. Members stay for minutes, so it is said less often. */
export const Around = signal('around', GroupTopic, z.literal(true), { ttlMs: 20_000 });

export const presence = feature({
  name: 'presence',
  entities: [],
  places: [],
  commands: [],
  topics: [],
  signals: [Looking, Writing, Around],
});
