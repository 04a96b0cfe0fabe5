import './lately.css';
import { useMemo } from 'react';
import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { photoUrl } from '@zoetrope/contract/renditions.ts';
import { usePerson } from '#features/people/person.tsx';
import { useMe } from '#replica/hooks.tsx';
import { serverNow } from '#replica/server-clock.ts';
import { Link } from '#ui/link-slot.tsx';
import { toAgeWords } from '#words/times.ts';
import type { GroupRow } from './my-groups.ts';
import { toIsolated } from '#words/isolated.ts';
import { useIntl } from 'react-intl';

const SHOWN = 4;

/** The groups in which something was added last, with who added it. `photos`: those that are here. */
export function Lately({ groups, photos }: { groups: readonly GroupRow[]; photos: readonly PhotoRow[] }) {
  const { $t } = useIntl();
  const newest = useMemo(() => newestByGroup(photos), [photos]);
  const shown = groups
    .flatMap((group) => {
      const photo = newest.get(group.id);
      return photo ? [{ group, photo }] : [];
    })
    .toSorted((a, b) => (a.photo.createdAt < b.photo.createdAt ? 1 : -1))
    .slice(0, SHOWN);
  if (shown.length === 0) return null;
  return (
    <section className="lately" aria-labelledby="lately">
      <h2 id="lately">{$t({ id: 'groups.lately', defaultMessage: 'Lately' })}</h2>
      <ul>
        {shown.map(({ group, photo }) => (
          <li key={group.id}>
            <LatelyGroup group={group} newest={photo} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function LatelyGroup({ group, newest }: { group: GroupRow; newest: PhotoRow }) {
  const intl = useIntl();
  const me = useMe();
  const owner = usePerson(newest.ownerId);
  const coverId = group.coverPhotoId ?? newest.id;
  return (
    <Link className="lately-group" href={`/g/${group.id}`}>
      <span className="lately-cover">
        <img src={photoUrl(coverId, 'w320.webp')} alt="" loading="lazy" />
      </span>
      <span className="lately-words">
        <b className="z-clip" dir="auto">
          {group.name}
        </b>{' '}
        <span className="z-meta z-clip">
          {intl.$t(
            { id: 'groups.lately.by', defaultMessage: '{who, select, me {You} other {{name}}}, {when}' },
            {
              who: newest.ownerId === me ? 'me' : 'other',
              name: toIsolated(intl, owner?.name ?? '…'),
              when: toAgeWords(intl, new Date(newest.createdAt), serverNow()),
            },
          )}
        </span>
      </span>
    </Link>
  );
}

function newestByGroup(photos: readonly PhotoRow[]): ReadonlyMap<string, PhotoRow> {
  const newest = new Map<string, PhotoRow>();
  for (const photo of photos) {
    if (photo.groupId === null) continue;
    const known = newest.get(photo.groupId);
    if (!known || known.createdAt < photo.createdAt) newest.set(photo.groupId, photo);
  }
  return newest;
}
