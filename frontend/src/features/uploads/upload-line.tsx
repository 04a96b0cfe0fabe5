import { memo, useEffect, useState } from 'react';
import { photoUrl } from '@zoetrope/contract/renditions.ts';
import { serverNow } from '#replica/server-clock.ts';
import { Button, ButtonLink } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Reel } from '#ui/reel.tsx';
import type { UploadEntry } from './entry.ts';
import type { UploadQueue } from './queue.ts';
import { toStateWords } from './queue-words.ts';
import { useEntry } from './use-entry.ts';
import { toIsolated } from '#words/isolated.ts';
import { useIntl } from 'react-intl';
import { usePerson } from '#features/people/person.tsx';
import { useMe } from '#replica/hooks.tsx';
import { toMomentWords } from '#words/times.ts';

interface Props {
  readonly queue: UploadQueue;
  readonly id: string;
}

/** One file: what it is, how far it is or why not, and what can be done about it. */
export const UploadLine = memo(function UploadLine({ queue, id }: Props) {
  const intl = useIntl();
  const { $t } = intl;
  const entry = useEntry(queue.entries, id);
  if (!entry) return null;
  const { here } = entry;
  const isBad = entry.state === 'refused' && !here;
  const isStopped = entry.state === 'stopped';
  const isHeldUp = isStopped && (entry.sentBytes > 0 || entry.error !== undefined);
  return (
    <>
      <Preview queue={queue} id={id} />
      <div className="upload-words">
        <p className="z-clip" dir="auto">
          {entry.name}
        </p>
        <p className={isBad || isHeldUp ? 'upload-bad' : 'z-meta z-num'}>
          {here ? <HereWords here={here} /> : toStateWords(intl, entry)}
        </p>
        {(entry.state === 'moving' || isStopped) && (
          <Reel
            progress={entry.sentBytes / Math.max(1, entry.bytes)}
            state={isStopped ? 'stopped' : 'moving'}
            label={entry.name}
          />
        )}
      </div>
      {here && (
        <ButtonLink kind="quiet" size="small" href={`/p/${here.photoId}`}>
          {$t({ id: 'act.show', defaultMessage: 'Show' })}
        </ButtonLink>
      )}
      {(isStopped || (isBad && !isHopeless(entry))) && (
        <Button size="small" icon="retry" onClick={() => queue.retry(id)}>
          {$t({ id: 'act.retry', defaultMessage: 'Retry' })}
        </Button>
      )}
      <IconButton
        icon="close"
        label={
          entry.state === 'refused'
            ? $t({ id: 'uploads.takeOut', defaultMessage: 'Take out {name}' }, { name: toIsolated(intl, entry.name) })
            : $t({ id: 'uploads.cancel', defaultMessage: 'Cancel {name}' }, { name: toIsolated(intl, entry.name) })
        }
        onClick={() => queue.remove([id])}
      />
    </>
  );
});

/** "Already here: Anna added it today, 18:42. Not added twice." No mistake of anybody's. */
function HereWords({ here }: { here: NonNullable<UploadEntry['here']> }) {
  const intl = useIntl();
  const isMine = useMe() === here.ownerId;
  const name = usePerson(here.ownerId)?.name ?? '…';
  const moment = toMomentWords(intl, new Date(here.createdAt), serverNow());
  return isMine
    ? intl.$t(
        { id: 'uploads.hereByYou', defaultMessage: 'Already here: you added it ({moment}). Not added twice.' },
        { moment },
      )
    : intl.$t(
        { id: 'uploads.hereBy', defaultMessage: 'Already here: {name} added it ({moment}). Not added twice.' },
        { name: toIsolated(intl, name), moment },
      );
}

/** All that are there. */
export function DoneLine({ done }: { done: readonly UploadEntry[] }) {
  const intl = useIntl();
  const { $t } = intl;
  const [first] = done;
  if (!first) return null;
  return (
    <>
      <img className="upload-preview" src={photoUrl(first.id, 'w320.webp')} alt="" decoding="async" />
      <div className="upload-words">
        <p className="z-clip" dir="auto">
          {$t(
            {
              id: 'uploads.doneFiles',
              defaultMessage: '{more, plural, =0 {{name}} one {{name} and # more} other {{name} and # more}}',
            },
            { name: toIsolated(intl, first.name), more: done.length - 1 },
          )}
        </p>
        <p className="upload-done">{toStateWords(intl, first)}</p>
      </div>
      <ButtonLink kind="quiet" size="small" href={`/p/${first.id}`}>
        {$t({ id: 'act.show', defaultMessage: 'Show' })}
      </ButtonLink>
      <span className="upload-done">
        <Icon name="check" />
      </span>
    </>
  );
}

/** A small picture of the file; nothing where the browser cannot read it. It is made when its line is on the screen. */
function Preview({ queue, id }: Props) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    let made: string | undefined;
    let isOver = false;
    void queue.fileOf(id).then((file) => {
      if (!file || isOver) return;
      made = URL.createObjectURL(file);
      setUrl(made);
    });
    return () => {
      isOver = true;
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [queue, id]);
  return url === undefined ? (
    <span className="upload-preview" />
  ) : (
    <img className="upload-preview" src={url} alt="" decoding="async" onError={() => setUrl(undefined)} />
  );
}

/** What is wrong with the file itself will be wrong the next time too. */
const isHopeless = (entry: UploadEntry): boolean => /^(photo|videos?)-/u.test(entry.error?.code ?? '');
