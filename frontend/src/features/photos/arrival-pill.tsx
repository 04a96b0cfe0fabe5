import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { toFace, usePeople } from '#features/people/person.tsx';
import { Announcer } from '#ui/announcer.tsx';
import { NewPill } from '#ui/new-pill.tsx';
import type { Arrivals } from './arrivals.ts';
import { isComing } from './coming.ts';
import { toAddingWords, toArrivalWords } from './photo-words.ts';
import { useIntl } from 'react-intl';

/** Everyone who added one of these, first come first. */
export const toOwners = (photos: readonly PhotoRow[]): string[] => [...new Set(photos.map((photo) => photo.ownerId))];

/** "Anna and 2 others added 14 photos", where news waits. It is said aloud, and so is what came in by itself. */
export function ArrivalPill({ arrivals }: { arrivals: Arrivals<PhotoRow> }) {
  const intl = useIntl();
  const { waiting, entered } = arrivals;
  const owners = toOwners(waiting);
  const people = usePeople([...owners, ...toOwners(entered)].slice(0, 6));
  const words = (photos: readonly PhotoRow[]) => {
    const ids = toOwners(photos);
    const names = ids.slice(0, 2).map((id) => people.get(id)?.name);
    // A name that is still on its way would read as a gap.
    return names.length === 0 || names.includes(undefined)
      ? undefined
      : (photos.every(isComing) ? toAddingWords : toArrivalWords)(intl, names as string[], ids.length, photos.length);
  };
  const open = () => {
    scrollTo({ top: 0, behavior: 'instant' });
    arrivals.admit();
  };
  return (
    <>
      <NewPill
        text={words(waiting) ?? null}
        faces={owners.slice(0, 3).map((id) => toFace(id, people.get(id)))}
        onPick={open}
      />
      <Announcer text={words(waiting) ?? words(entered)} />
    </>
  );
}
