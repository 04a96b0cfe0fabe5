import './photo-days.css';
import { memo, useCallback, useLayoutEffect, useMemo } from 'react';
import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import type { RollRow } from '@zoetrope/contract/features/rolls.ts';
import { usePeople } from '#features/people/person.tsx';
import type { Where } from '#replica/offers.ts';
import { serverNow } from '#replica/server-clock.ts';
import type { GridSection } from '#ui/grid-lines.ts';
import { NewSinceLine } from '#ui/new-pill.tsx';
import { PhotoGrid, type TileSlot } from '#ui/photo-grid.tsx';
import type { Selection } from '#ui/selection.ts';
import { toOwners } from './arrival-pill.tsx';
import { toPlaceInTime } from './line.ts';
import { toDays, type Day, type DayOrder, type PhotoItem } from './days.ts';
import { AddingNote } from './adding-note.tsx';
import { isComing } from './coming.ts';
import { ComingTile } from './coming-tile.tsx';
import { PhotoTile } from './photo-tile.tsx';
import { toDayWords, toNewSinceWords } from '#words/times.ts';
import { toDayCount } from './photo-words.ts';
import { useScrollPlace } from './scroll-place.ts';
import { useIntl } from 'react-intl';

interface Props {
  /** Newest first. */
  readonly photos: readonly PhotoRow[];
  readonly label: string;
  readonly openings: ReadonlyMap<string, number>;
  readonly onNearEnd: () => void;
  readonly lastVisit?: { readonly place: string; readonly at: string } | undefined;
  /** More will come in front of the oldest: its day's count is not known yet. */
  readonly hasOlder: boolean;
  readonly me: string | undefined;
  /** Whose rolls on their way are told of beside the newest day. */
  readonly adding: Where<RollRow>;
  readonly selection?: Selection | undefined;
  readonly order: DayOrder;
}

/** Photos as rows of prints under the days on which they were added or taken. */
export function PhotoDays(props: Props) {
  const intl = useIntl();
  const { photos, lastVisit, openings, hasOlder, me, selection, adding, order } = props;
  const place = useScrollPlace();
  const sections = useMemo((): GridSection<PhotoItem>[] => {
    const days = toDays(photos, lastVisit?.place, order);
    return days.map((day, index) => ({
      id: day.id,
      items: day.items,
      header: (
        <>
          {day.newBefore !== undefined && lastVisit && (
            <NewSinceLine text={toNewSinceWords(intl, day.newBefore, new Date(lastVisit.at), serverNow())} />
          )}
          {!day.isRest && (
            <DayHeading
              day={day}
              adding={index === 0 ? adding : undefined}
              rest={days[index + 1]}
              isOpen={hasOlder && days.slice(index + 1).every((later) => later.isRest)}
            />
          )}
        </>
      ),
    }));
  }, [photos, lastVisit, hasOlder, adding, intl, order]);

  const keepOrder = selection?.keepOrder;
  useLayoutEffect(() => {
    const there = sections.flatMap((section) => section.items.filter((item) => !isComing(item.photo)));
    keepOrder?.(there.map((item) => item.id));
  }, [keepOrder, sections]);

  const seen = lastVisit?.place;
  const onPick = selection?.pick;
  const renderTile = useCallback(
    ({ photo }: PhotoItem, slot: TileSlot) =>
      isComing(photo) ? (
        <ComingTile photo={photo} tabIndex={slot.tabIndex} />
      ) : (
        <PhotoTile
          photo={photo}
          // In steps: one pixel more beside a new neighbour is no reason to draw it again.
          widthPx={Math.ceil(slot.widthPx / 24) * 24}
          tabIndex={slot.tabIndex}
          isFresh={seen !== undefined && photo.ownerId !== me && toPlaceInTime(photo) > seen}
          openAfterMs={openings.get(photo.id)}
          isSelected={slot.isSelected}
          onPick={onPick}
        />
      ),
    [seen, me, openings, onPick],
  );
  return (
    <div className="photo-days">
      <PhotoGrid
        label={props.label}
        sections={sections}
        renderTile={renderTile}
        onNearEnd={props.onNearEnd}
        hasMore={hasOlder}
        selection={selection}
        {...place}
      />
    </div>
  );
}

/** "Today", and "8 photos by Anna and Mei". */
const DayHeading = memo(function DayHeading(props: {
  day: Day;
  rest: Day | undefined;
  isOpen: boolean;
  adding: Where<RollRow> | undefined;
}) {
  const intl = useIntl();
  const all = [...props.day.items, ...(props.rest?.isRest ? props.rest.items : [])];
  const items = all.filter((item) => !isComing(item.photo));
  const owners = toOwners(items.map((item) => item.photo));
  const people = usePeople(owners.slice(0, 2));
  const names = owners.map((id, index) => (index < 2 ? people.get(id)?.name : ''));
  return (
    <div className="photo-day">
      <h2 className="photo-day-title">{toDayWords(intl, props.day.at, serverNow())}</h2>
      {!props.isOpen && items.length > 0 && !names.includes(undefined) && (
        <span className="z-meta">{toDayCount(intl, names as string[], items.length)}</span>
      )}
      {props.adding && <AddingNote where={props.adding} />}
    </div>
  );
});
