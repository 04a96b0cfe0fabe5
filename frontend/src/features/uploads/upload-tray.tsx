import './upload-tray.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { Announcer } from '#ui/announcer.tsx';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Reel } from '#ui/reel.tsx';
import { askForPhotos } from './asking.ts';
import { useAudiences } from './audiences.ts';
import { isOpen, toAudienceValue } from './entry.ts';
import type { UploadQueue } from './queue.ts';
import { toOverall, toPromise, toSummary, toTitle } from './queue-words.ts';
import { toTrayLines, type TrayLine } from './tray-lines.ts';
import { DoneLine, UploadLine } from './upload-line.tsx';
import { useWatched } from './watched.ts';
import { useIntl } from 'react-intl';

/** How long good news stays, unless somebody is at it. */
const STAYS_MS = 8_000;

/** What is on its way, at the bottom of every page, for as long as there is something to say. */
export function UploadTray({ queue }: { queue: UploadQueue }) {
  const intl = useIntl();
  const { $t } = intl;
  const list = useWatched(queue.entries.list);
  const unkept = useWatched(queue.ledger.unkept);
  const [isSmall, setIsSmall] = useState(false);
  const root = useRef<HTMLElement>(null);
  const isAllDone = list.every(({ state }) => state === 'done');
  const isOver = !list.some(isOpen);
  useEffect(() => {
    if (!isAllDone) return undefined;
    const timer = setInterval(() => {
      if (!root.current?.matches(':hover, :focus-within')) queue.removeDone();
    }, STAYS_MS);
    return () => clearInterval(timer);
  }, [isAllDone, queue]);
  return (
    <section ref={root} className="upload-tray" aria-label={$t({ id: 'uploads.tray', defaultMessage: 'Uploads' })}>
      <header className="upload-head">
        <Overall queue={queue} />
        {isAllDone ? (
          <IconButton
            icon="close"
            label={$t({ id: 'act.close', defaultMessage: 'Close' })}
            onClick={() => queue.removeAll()}
          />
        ) : (
          <span className={isSmall ? 'upload-fold upload-folded' : 'upload-fold'}>
            <IconButton
              icon="chevron"
              label={
                isSmall
                  ? $t({ id: 'uploads.unfold', defaultMessage: 'Show the photos' })
                  : $t({ id: 'uploads.fold', defaultMessage: 'Make small' })
              }
              aria-expanded={!isSmall}
              onClick={() => setIsSmall(!isSmall)}
            />
          </span>
        )}
      </header>
      {!isSmall && (
        <>
          <Lines queue={queue} lines={toTrayLines(list)} />
          <footer className="upload-foot">
            <span className="z-meta">{isOver ? '' : toPromise(intl, unkept)}</span>
            <Button size="small" icon="plus" onClick={() => askForPhotos({})}>
              {$t({ id: 'uploads.addMore', defaultMessage: 'Add more' })}
            </Button>
          </footer>
        </>
      )}
    </section>
  );
}

/** Title, sums and the reel over all. The only part that is drawn again with every step of every file. */
const Overall = memo(function Overall({ queue }: { queue: UploadQueue }) {
  const intl = useIntl();
  const { $t } = intl;
  const pulse = useWatched(queue.entries.pulse);
  const audiences = useAudiences();
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- `pulse` stands for what the queue holds
  const entries = useMemo(() => queue.entries.all(), [queue, pulse]);
  const places = new Set(entries.map((entry) => toAudienceValue(entry.audience)));
  const [place] = places;
  const choice = places.size === 1 ? audiences.find(({ value }) => value === place) : undefined;
  const goal = { to: choice?.audience.to ?? ('mixed' as const), name: choice?.label ?? '' };
  const title = toTitle(intl, entries, goal);
  const refused = entries.filter(({ state }) => state === 'refused').length;
  return (
    <div className="upload-title">
      <Announcer text={entries.some(isOpen) ? undefined : title} />
      <Announcer
        text={
          refused === 0
            ? undefined
            : $t(
                {
                  id: 'uploads.refusedAloud',
                  defaultMessage: '{count, plural, one {# photo was not added} other {# photos were not added}}',
                },
                { count: refused },
              )
        }
      />
      <h2>{title}</h2>
      <p className="z-meta z-num">{toSummary(intl, entries)}</p>
      {entries.some(isOpen) && (
        <Reel progress={toOverall(entries)} label={$t({ id: 'uploads.all', defaultMessage: 'All photos' })} />
      )}
    </div>
  );
});

const keyOf = (line: TrayLine): string => ('id' in line ? line.id : 'done');

/** Only the lines on the screen are in the document; 300 files are as quick as three. */
function Lines({ queue, lines }: { queue: UploadQueue; lines: readonly TrayLine[] }) {
  const root = useRef<HTMLUListElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => root.current,
    estimateSize: () => 81,
    overscan: 3,
    getItemKey: (index) => keyOf(lines[index]!),
  });
  return (
    <ul ref={root} className="upload-list">
      <li className="upload-room" aria-hidden="true" style={{ blockSize: virtualizer.getTotalSize() }} />
      {virtualizer.getVirtualItems().map((item) => {
        const line = lines[item.index]!;
        return (
          <li
            key={item.key}
            ref={virtualizer.measureElement}
            data-index={item.index}
            className="upload-line"
            aria-setsize={lines.length}
            aria-posinset={item.index + 1}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {'id' in line ? <UploadLine queue={queue} id={line.id} /> : <DoneLine done={line.done} />}
          </li>
        );
      })}
    </ul>
  );
}
