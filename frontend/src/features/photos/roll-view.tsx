import './roll-view.css';
import { memo, type CSSProperties } from 'react';
import { PersonAvatar, PersonName, usePerson } from '#features/people/person.tsx';
import { useMe } from '#replica/hooks.tsx';
import { serverNow } from '#replica/server-clock.ts';
import { SkeletonLine } from '#ui/skeleton.tsx';
import { Drum } from '#ui/drum.tsx';
import { toAgeWords, toMomentWords } from '#words/times.ts';
import { useProgress } from './adding-note.tsx';
import { isComing } from './coming.ts';
import { ComingTile } from './coming-tile.tsx';
import { PhotoTile } from './photo-tile.tsx';
import { toPrintRatio } from './shape.ts';
import { ROLL_PRINTS, toRollRows, toWhole, type Roll } from './rolls.ts';
import { FormattedMessage, useIntl } from 'react-intl';
import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { linkTo, plain } from '#ui/rich-text.tsx';
import { useAudienceNamed } from './audience-named.tsx';

interface Props {
  readonly roll: Roll;
  readonly widthPx: number;
  readonly openings: ReadonlyMap<string, number>;
  /** The page begins with it. */
  readonly isFirst: boolean;
}

/** One person's batch: who, where, when, and up to five prints. */
export const RollView = memo(function RollView({ roll, widthPx, openings, isFirst }: Props) {
  const { photos, ownerId } = roll;
  const intl = useIntl();
  const { $t } = intl;
  const newest = photos[0];
  const { groupId = null, friendsOfId = null, siteId = null } = newest ?? {};
  const running = useProgress({ ownerId, groupId, friendsOfId, siteId });
  if (!newest) return null;
  const progress = running.count > 0 && photos.some(isComing) ? toWhole(photos.length, running) : undefined;
  const ratios = photos.slice(0, ROLL_PRINTS).map(toPrintRatio);
  const rows = toRollRows(ratios, widthPx);
  const shown = photos.slice(
    0,
    rows.reduce((sum, count) => sum + count, 0),
  );
  const moreCount = photos.length - shown.length;
  const captioned = photos.find((photo) => photo.caption !== '');
  const at = new Date(newest.createdAt);
  return (
    <article className="roll">
      <header>
        <PersonAvatar personId={ownerId} isDecorative />
        <p>
          <RollWords newest={newest} count={progress?.count ?? photos.length} isAdding={progress !== undefined} />
          <br />
          <time className="z-meta" dateTime={newest.createdAt} title={toMomentWords(intl, at, serverNow())}>
            {progress ? $t({ id: 'times.now', defaultMessage: 'Now' }) : toAgeWords(intl, at, serverNow())}
          </time>
        </p>
        {progress && (
          <span className="roll-progress z-meta z-num">
            <Drum state="turning" />
            {$t(
              { id: 'photos.place', defaultMessage: '{place, number} of {count, number}' },
              { place: progress.doneCount, count: progress.count },
            )}
          </span>
        )}
      </header>
      <div className="roll-prints">
        {rows.map((count, row) => {
          const start = rows.slice(0, row).reduce((sum, before) => sum + before, 0);
          return (
            <div key={start} className={count === 1 && shown.length === 1 ? 'roll-row roll-single' : 'roll-row'}>
              {shown.slice(start, start + count).map((photo, index) => {
                const ratio = ratios[start + index] ?? 1;
                const isLast = start + index === shown.length - 1;
                return (
                  <div key={photo.id} className="roll-print" style={{ '--ratio': ratio } as CSSProperties}>
                    {isComing(photo) ? (
                      <ComingTile photo={photo} />
                    ) : (
                      <PhotoTile
                        photo={photo}
                        widthPx={widthPx / count}
                        openAfterMs={openings.get(photo.id)}
                        isFirst={isFirst}
                        {...(isLast && moreCount > 0 && { moreText: `+${moreCount}` })}
                      />
                    )}
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
      {progress && (
        <p className="roll-hint z-meta">
          {$t({ id: 'photos.theyAppear', defaultMessage: 'They appear here as each one arrives.' })}
        </p>
      )}
      {captioned && (
        <p className="roll-caption z-lead" dir="auto">
          {captioned.caption}
        </p>
      )}
    </article>
  );
});

/** "Anna added 9 photos to Lake house", "Anna is adding …"; without the place while the group is not here. */
function RollWords(props: { newest: PhotoRow; count: number; isAdding: boolean }) {
  const audience = useAudienceNamed(props.newest);
  const { ownerId } = props.newest;
  const me = useMe();
  const isNamed = usePerson(ownerId) !== undefined || ownerId === me;
  if (!isNamed) return <SkeletonLine width="12em" />;
  const values = {
    ...(audience ?? { to: 'unknown', group: '', link: plain }),
    b: linkTo(`/people/${ownerId}`, 'roll-owner'),
    who: ownerId === me ? 'me' : 'other',
    name: <PersonName personId={ownerId} />,
    count: props.count,
  };
  return props.isAdding ? (
    <FormattedMessage
      id="photos.roll.adding"
      defaultMessage="{who, select, me {<b>You</b> are} other {<b>{name}</b> is}} adding {count, plural, one {a photo} other {# photos}}{to, select, group { to <link>{group}</link>} friends { for friends} everyone { for everyone} other {}}"
      values={values}
    />
  ) : (
    <FormattedMessage
      id="photos.roll"
      defaultMessage="{who, select, me {<b>You</b>} other {<b>{name}</b>}} added {count, plural, one {a photo} other {# photos}}{to, select, group { to <link>{group}</link>} friends { for friends} everyone { for everyone} other {}}"
      values={values}
    />
  );
}
