import './on-this-day-print.css';
import { useMemo } from 'react';
import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { useAudienceNamed } from './audience-named.tsx';
import { findOnThisDay } from './on-this-day.ts';
import { PhotoTile } from './photo-tile.tsx';
import { serverNow } from '#replica/server-clock.ts';
import { FormattedMessage, useIntl } from 'react-intl';

/** A photo of this day in an earlier year, out of those that are here; nothing when there is none. */
export function OnThisDay({ photos, widthPx }: { photos: readonly PhotoRow[]; widthPx: number }) {
  const { $t } = useIntl();
  const photo = useMemo(() => findOnThisDay(photos, serverNow()), [photos]);
  if (!photo) return null;
  return (
    <section className="on-this-day" aria-labelledby="on-this-day">
      <h2 id="on-this-day">{$t({ id: 'photos.onThisDay', defaultMessage: 'On this day' })}</h2>
      <div className="on-this-day-print">
        <PhotoTile key={photo.id} photo={photo} widthPx={widthPx} />
      </div>
      <Where photo={photo} />
    </section>
  );
}

/** "23 November 2024, Choir tour". */
function Where({ photo }: { photo: PhotoRow }) {
  const { formatDate } = useIntl();
  const audience = useAudienceNamed(photo);
  // The day on the clock of the place where it was taken; noon is that day in every zone of the reader.
  const day = formatDate(`${photo.takenAt?.slice(0, 10)}T12:00:00`, { dateStyle: 'long' });
  return (
    <p className="z-meta">
      {audience?.to === 'group' ? (
        <FormattedMessage
          id="photos.onThisDay.where"
          defaultMessage="{day}, <link>{group}</link>"
          values={{ ...audience, day }}
        />
      ) : (
        day
      )}
    </p>
  );
}
