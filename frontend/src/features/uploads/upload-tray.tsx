import './upload-tray.css';
import { memo, useEffect, useRef, useState } from 'react';
import { Button, ButtonLink } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { plural } from '#ui/plural.ts';
import { Reel } from '#ui/reel.tsx';
import { askForPhotos } from './asking.ts';
import { toAudienceValue, useAudiences } from './audiences.ts';
import { queue } from './own-queue.ts';
import type { QueuedFile } from './queue.ts';
import { toOverall, toStateWords, toSummary, toTitle } from './queue-words.ts';
import { useWatched } from './watched.ts';

/** How long good news stays, unless somebody is at it. */
const STAYS_MS = 8_000;

/** What is on its way, at the bottom of every page, for as long as there is something to say. */
export function UploadTray() {
  const entries = useWatched(queue.entries);
  const audiences = useAudiences();
  const [isSmall, setIsSmall] = useState(false);
  const root = useRef<HTMLElement>(null);
  const isAllDone = entries.every(({ state }) => state === 'done');
  useEffect(() => {
    if (!isAllDone) return undefined;
    const timer = setInterval(() => {
      if (!root.current?.matches(':hover, :focus-within')) queue.removeDone();
    }, STAYS_MS);
    return () => clearInterval(timer);
  }, [isAllDone]);
  if (entries.length === 0) return null;
  const places = new Set(entries.map((entry) => toAudienceValue(entry.audience)));
  const [place] = places;
  const where = places.size === 1 ? audiences.find((choice) => choice.value === place)?.where : undefined;
  const isOver = entries.every(({ state }) => state === 'done' || state === 'refused');
  const done = entries.filter(({ state }) => state === 'done');
  const rest = entries.filter(({ state }) => state !== 'done').toSorted((a, b) => rank(a) - rank(b));
  const title = toTitle(entries, where);
  const [firstDone] = done;
  return (
    <section ref={root} className="upload-tray" aria-label="Uploads">
      <header className="upload-head">
        <div className="upload-title">
          <h2>{title}</h2>
          <p className="z-meta" aria-live="polite">
            {toSummary(entries)}
          </p>
        </div>
        {isOver && rest.length === 0 ? (
          <IconButton icon="close" label="Close" onClick={() => queue.removeAll()} />
        ) : (
          <span className={isSmall ? 'upload-fold upload-folded' : 'upload-fold'}>
            <IconButton
              icon="chevron"
              label={isSmall ? 'Show the photos' : 'Make small'}
              aria-expanded={!isSmall}
              onClick={() => setIsSmall(!isSmall)}
            />
          </span>
        )}
      </header>
      {!isOver && (
        <div className="upload-overall">
          <Reel progress={toOverall(entries)} label="All photos" />
        </div>
      )}
      {!isSmall && (
        <>
          <ul className="upload-list">
            {rest.map((entry) => (
              <UploadLine key={entry.id} entry={entry} />
            ))}
            {firstDone && (
              <li className="upload-line">
                <Preview url={firstDone.previewUrl} />
                <div className="upload-words">
                  <p className="z-clip">
                    {done.length === 1
                      ? firstDone.name
                      : `${firstDone.name} ${plural(done.length - 1, { one: 'and # more', other: 'and # more' })}`}
                  </p>
                  <p className="upload-done">{toStateWords(firstDone)}</p>
                </div>
                <ButtonLink kind="quiet" size="small" href={`/p/${firstDone.id}`}>
                  Show
                </ButtonLink>
                <span className="upload-done">
                  <Icon name="check" />
                </span>
              </li>
            )}
          </ul>
          <footer className="upload-foot">
            <span className="z-meta">{isOver ? '' : 'You can leave this page. Keep the tab open.'}</span>
            <Button size="small" icon="plus" onClick={() => askForPhotos({})}>
              Add more
            </Button>
          </footer>
        </>
      )}
    </section>
  );
}

const RANK = { refused: 0, stopped: 1, moving: 2, waiting: 3, done: 4 } as const;
/** What needs somebody stands first. */
const rank = (entry: QueuedFile): number => RANK[entry.state];

const UploadLine = memo(function UploadLine({ entry }: { entry: QueuedFile }) {
  const isBad = entry.state === 'refused';
  const words = toStateWords(entry);
  return (
    <li className="upload-line">
      <Preview url={entry.previewUrl} />
      <div className="upload-words">
        <p className="z-clip">{entry.name}</p>
        <p className={isBad || entry.state === 'stopped' ? 'upload-bad' : 'z-meta z-num'}>{words}</p>
        {(entry.state === 'moving' || entry.state === 'stopped') && (
          <Reel
            progress={entry.sentBytes / Math.max(1, entry.bytes)}
            state={entry.state === 'stopped' ? 'stopped' : 'moving'}
            label={entry.name}
          />
        )}
      </div>
      {(entry.state === 'stopped' || (isBad && !isHopeless(entry))) && (
        <Button size="small" icon="retry" onClick={() => queue.retry(entry.id)}>
          Retry
        </Button>
      )}
      <IconButton
        icon="close"
        label={`${isBad ? 'Take out' : 'Cancel'} ${entry.name}`}
        onClick={() => queue.remove(entry.id)}
      />
    </li>
  );
});

/** A small picture of the file; nothing where the browser cannot read it. */
function Preview({ url }: { url: string }) {
  const [isReadable, setIsReadable] = useState(true);
  return isReadable ? (
    <img className="upload-preview" src={url} alt="" decoding="async" onError={() => setIsReadable(false)} />
  ) : (
    <span className="upload-preview" />
  );
}

/** What is wrong with the file itself will be wrong the next time too. */
const isHopeless = (entry: QueuedFile): boolean => entry.error?.code.startsWith('photo-') ?? false;
