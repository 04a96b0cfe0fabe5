import { photoUrl } from '@zoetrope/contract/media.ts';
import { Link } from '#ui/link-slot.tsx';
import { plural } from '#ui/plural.ts';
import type { GroupRow } from './my-groups.ts';
import './group-list.css';

/** My groups with their covers. */
export function GroupList({ groups }: { groups: readonly GroupRow[] }) {
  return (
    <ul className="group-list">
      {groups.map((group) => (
        <li key={group.id}>
          <Link className="group-list-entry" href={`/g/${group.id}`}>
            <span className="group-list-cover">
              {group.coverPhotoId && <img src={photoUrl(group.coverPhotoId, 'w640.webp')} alt="" loading="lazy" />}
            </span>
            <span className="group-list-name z-clip">{group.name}</span>
            <span className="z-meta z-two z-clip">
              {`${plural(group.memberCount, { one: '# person', other: '# people' })}, ${plural(group.photoCount, { one: '# photo', other: '# photos' })}`}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
