import { memo, useEffect, useState } from 'react';
import { photoUrl } from '@zoetrope/contract/media.ts';
import { Button, ButtonLink } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { plural } from '#ui/plural.ts';
import { Reel } from '#ui/reel.tsx';
import type { UploadEntry } from './entry.ts';
import type { UploadQueue } from './queue.ts';
import { toStateWords } from './queue-words.ts';
import { useEntry } from './use-entry.ts';

interface Props {
  readonly queue: UploadQueue;
  readonly id: string;
}

/** One file: what it is, how far it is or why not, and what can be done about it. */
export const UploadLine = memo(function UploadLine({ queue, id }: Props) {
  const entry = useEntry(queue.entries, id);
  if (!entry) return null;
  const isBad = entry.state === 'refused';
  const isStopped = entry.state === 'stopped';
  return (
    <>
      <Preview queue={queue} id={id} />
      <div className="upload-words">
        <p className="z-clip" dir="auto">
          {entry.name}
        </p>
        <p className={isBad || isStopped ? 'upload-bad' : 'z-meta z-num'}>{toStateWords(entry)}</p>
        {(entry.state === 'moving' || isStopped) && (
          <Reel
            progress={entry.sentBytes / Math.max(1, entry.bytes)}
            state={isStopped ? 'stopped' : 'moving'}
            label={entry.name}
          />
        )}
      </div>
      {(isStopped || (isBad && !isHopeless(entry))) && (
        <Button size="small" icon="retry" onClick={() => queue.retry(id)}>
          Retry
        </Button>
      )}
      <IconButton
        icon="close"
        label={`${isBad ? 'Take out' : 'Cancel'} ${entry.name}`}
        onClick={() => queue.remove([id])}
      />
    </>
  );
});

/** All that are there. */
export function DoneLine({ done }: { done: readonly UploadEntry[] }) {
  const [first] = done;
  if (!first) return null;
  return (
    <>
      <img className="upload-preview" src={photoUrl(first.id, 'w320.webp')} alt="" decoding="async" />
      <div className="upload-words">
        <p className="z-clip" dir="auto">
          {done.length === 1
            ? first.name
            : `${first.name} ${plural(done.length - 1, { one: 'and # more', other: 'and # more' })}`}
        </p>
        <p className="upload-done">{toStateWords(first)}</p>
      </div>
      <ButtonLink kind="quiet" size="small" href={`/p/${first.id}`}>
        Show
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
const isHopeless = (entry: UploadEntry): boolean => entry.error?.code.startsWith('photo-') ?? false;
