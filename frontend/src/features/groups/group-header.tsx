import './group-header.css';
import type { ReactNode } from 'react';
import { Group, GroupTopic, Member, MembersTopic } from '@zoetrope/contract/features/groups.ts';
import { Photo, PhotoTopic, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { photoSrcset, photoUrl } from '@zoetrope/contract/renditions.ts';
import type { RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { COVER_SIZES } from './cover-sizes.ts';
import { toFace, usePeople } from '#features/people/person.tsx';
import { useRow, useRows, useTopic } from '#replica/hooks.tsx';
import { AvatarStack } from '#ui/avatar-stack.tsx';
import { classNames } from '#ui/class-names.ts';
import { Tabs } from '#ui/tabs.tsx';
import { preload } from 'react-dom';
import { useIntl } from 'react-intl';

type GroupRow = RowOf<typeof Group>;
const byJoining = (a: RowOf<typeof Member>, b: RowOf<typeof Member>) => (a.joinedAt < b.joinedAt ? -1 : 1);
const FACES = 4;

interface Props {
  readonly groupId: string;
  readonly current: 'photos' | 'people' | 'about';
  /** Over the picture, at the start: the way back on a phone. */
  readonly start?: ReactNode;
  /** Over the picture, at the end: the connection sign, a menu. */
  readonly end?: ReactNode;
  /** Beside the faces: who is here. */
  readonly beside?: ReactNode;
  /** At the end of the faces' line: Invite, Add photos. */
  readonly actions?: ReactNode;
  /** At the end of the tabs. */
  readonly tabsEnd?: ReactNode;
  /** Stands in for a cover that was not chosen. */
  readonly standIn?: PhotoRow | undefined;
  /** Whether there is a picture is not known yet: its place is kept, so that nothing moves when there is. */
  readonly isAwaited?: boolean;
}

/** A group's cover with its name and counts, its faces, and the ways to its three pages. */
export function GroupHeader({ groupId, current, start, end, beside, actions, tabsEnd, standIn, isAwaited }: Props) {
  const { $t } = useIntl();
  useTopic(GroupTopic.of({ groupId }));
  useTopic(MembersTopic.of({ groupId }));
  const group = useRow(Group, groupId);
  const members = useRows(Member, { groupId }, byJoining);
  const shown = members.slice(0, FACES).map((member) => member.personId);
  const people = usePeople(shown);
  return (
    <>
      <Cover group={group} standIn={standIn} start={start} end={end} isAwaited={isAwaited === true} />
      <div className="z-pad">
        <section className="group-faces" aria-label={$t({ id: 'groups.people', defaultMessage: 'People' })}>
          <AvatarStack
            faces={shown.map((id) => toFace(id, people.get(id)))}
            max={FACES}
            totalCount={group?.memberCount ?? shown.length}
          />
          {beside}
          <span className="group-header-actions">{actions}</span>
        </section>
        <Tabs
          end={tabsEnd}
          label={$t({ id: 'groups.tabs', defaultMessage: 'Group' })}
          current={`/g/${groupId}${current === 'photos' ? '' : `/${current}`}`}
          tabs={[
            { href: `/g/${groupId}`, label: $t({ id: 'photos.title', defaultMessage: 'Photos' }) },
            { href: `/g/${groupId}/people`, label: $t({ id: 'groups.people', defaultMessage: 'People' }) },
            { href: `/g/${groupId}/about`, label: $t({ id: 'groups.about', defaultMessage: 'About' }) },
          ]}
        />
      </div>
    </>
  );
}

function Cover(props: {
  group: GroupRow | undefined;
  standIn: PhotoRow | undefined;
  start: ReactNode;
  end: ReactNode;
  isAwaited: boolean;
}) {
  const { $t } = useIntl();
  const { group } = props;
  const chosenId = group?.coverPhotoId ?? undefined;
  // Tells its width, and that it was deleted since it was chosen.
  const isGone = useTopic(chosenId === undefined ? undefined : PhotoTopic.of({ photoId: chosenId })) === 'gone';
  const chosen = useRow(Photo, chosenId);
  const photo = chosen ?? (chosenId === undefined || isGone ? props.standIn : undefined);
  const photoId = photo?.id ?? (isGone ? undefined : chosenId);
  // The smallest width exists of every photo; the others are known once its row is here.
  const url = photoId === undefined ? undefined : photoUrl(photoId, 'w320.webp');
  const avif = photo && photoSrcset(photo, 'avif');
  // The largest picture of the page: fetched while the rest is still being drawn, which takes a phone longer than that.
  if (url !== undefined && avif !== undefined)
    preload(url, { as: 'image', type: 'image/avif', imageSrcSet: avif, imageSizes: COVER_SIZES });
  return (
    <header className={classNames('group-cover', url === undefined && !props.isAwaited && 'group-cover-bare')}>
      {url !== undefined && (
        <picture>
          {avif !== undefined && <source type="image/avif" srcSet={avif} sizes={COVER_SIZES} />}
          <img src={url} srcSet={photo ? photoSrcset(photo, 'webp') : undefined} sizes={COVER_SIZES} alt="" />
        </picture>
      )}
      <div className="group-cover-top">
        {props.start}
        <span className="group-cover-end">{props.end}</span>
      </div>
      <div className="group-cover-title">
        <h1 dir="auto">{group?.name ?? '…'}</h1>
        <p>
          {group
            ? $t(
                {
                  id: 'groups.size',
                  defaultMessage:
                    '{people, plural, one {# person} other {# people}}, {photos, plural, one {# photo} other {# photos}}',
                },
                { people: group.memberCount, photos: group.photoCount },
              )
            : ' '}
        </p>
      </div>
    </header>
  );
}
