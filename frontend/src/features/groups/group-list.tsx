import { photoUrl } from '@zoetrope/contract/renditions.ts';
import { Link } from '#ui/link-slot.tsx';
import type { GroupRow } from './my-groups.ts';
import './group-list.css';
import { useIntl } from 'react-intl';

/** My groups with their covers. */
export function GroupList({ groups }: { groups: readonly GroupRow[] }) {
  const { $t } = useIntl();
  return (
    <ul className="group-list">
      {groups.map((group) => (
        <li key={group.id}>
          <Link className="group-list-entry" href={`/g/${group.id}`}>
            <span className="group-list-cover">
              {group.coverPhotoId && <img src={photoUrl(group.coverPhotoId, 'w640.webp')} alt="" loading="lazy" />}
            </span>
            <span className="group-list-name z-clip" dir="auto">
              {group.name}
            </span>
            <span className="z-meta z-two z-clip">
              {$t(
                {
                  id: 'groups.size',
                  defaultMessage:
                    '{people, plural, one {# person} other {# people}}, {photos, plural, one {# photo} other {# photos}}',
                },
                { people: group.memberCount, photos: group.photoCount },
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
