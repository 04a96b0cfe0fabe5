import './roll-view.css';
import { memo, type CSSProperties } from 'react';
import { PersonAvatar, PersonName } from '#features/people/person.tsx';
import { useMe } from '#replica/hooks.tsx';
import { Drum } from '#ui/drum.tsx';
import { Link } from '#ui/link-slot.tsx';
import { plural } from '#ui/plural.ts';
import { toAgeWords, toMomentWords } from '#words/times.ts';
import { Audience } from './photo-facts.tsx';
import { useProgress } from './adding-note.tsx';
import { isComing } from './coming.ts';
import { ComingTile } from './coming-tile.tsx';
import { PhotoTile } from './photo-tile.tsx';
import { toPrintRatio } from './shape.ts';
import { ROLL_PRINTS, toRollRows, type Roll } from './rolls.ts';

interface Props {
  readonly roll: Roll;
  readonly widthPx: number;
  readonly openings: ReadonlyMap<string, number>;
}

/** One person's batch: who, where, when, and up to five prints. */
export const RollView = memo(function RollView({ roll, widthPx, openings }: Props) {
  const { photos, ownerId } = roll;
  const newest = photos[0];
  const { groupId = null, friendsOfId = null, siteId = null } = newest ?? {};
  const isMine = useMe() === ownerId;
  const running = useProgress({ ownerId, groupId, friendsOfId, siteId });
  if (!newest) return null;
  const progress = running.count > 0 && photos.some(isComing) ? running : undefined;
  const ratios = photos.slice(0, ROLL_PRINTS).map(toPrintRatio);
  const rows = toRollRows(ratios, widthPx);
  const shown = photos.slice(
    0,
    rows.reduce((sum, count) => sum + count, 0),
  );
  const moreCount = photos.length - shown.length;
  const captioned = photos.find((photo) => photo.caption !== '');
  const at = new Date(newest.createdAt);
  let from = 0;
  return (
    <article className="roll">
      <header>
        <PersonAvatar personId={ownerId} isDecorative />
        <p>
          <b>
            <Link href={`/people/${ownerId}`}>
              <PersonName personId={ownerId} isYou />
            </Link>
          </b>{' '}
          {progress ? (isMine ? 'are adding' : 'is adding') : 'added'}{' '}
          {plural(progress?.count ?? photos.length, { one: 'a photo', other: '# photos' })}{' '}
          <span className="roll-audience">
            <Audience photo={newest} isGoal />
          </span>
          <br />
          <time className="z-meta" dateTime={newest.createdAt} title={toMomentWords(at, new Date())}>
            {progress ? 'Now' : toAgeWords(at, new Date())}
          </time>
        </p>
        {progress && (
          <span className="roll-progress z-meta z-num">
            <Drum state="turning" />
            {progress.doneCount} of {progress.count}
          </span>
        )}
      </header>
      <div className="roll-prints">
        {rows.map((count) => {
          const start = from;
          from += count;
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
      {progress && <p className="roll-hint z-meta">They appear here as each one arrives.</p>}
      {captioned && (
        <p className="roll-caption z-lead" dir="auto">
          {captioned.caption}
        </p>
      )}
    </article>
  );
});
