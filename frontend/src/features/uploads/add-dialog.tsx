import './add-dialog.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { ACCEPTED_TYPES, ACCEPTED_VIDEO_TYPES } from '@zoetrope/contract/media.ts';
import { toIsolated } from '#words/isolated.ts';
import { PHOTO_MEGABYTES, VIDEO_MINUTES } from '#words/sentences.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Note } from '#ui/note.tsx';
import { Select } from '#ui/select.tsx';
import { TextArea } from '#ui/text-area.tsx';
import { asked } from './asking.ts';
import { chosenOf, useAudiences, type AudienceChoice } from './audiences.ts';
import { toAudienceValue } from './entry.ts';
import { isVideoFile } from './file-checks.ts';
import type { UploadQueue } from './queue.ts';
import { useTakesVideos } from './takes-videos.ts';
import { useWatched } from './watched.ts';
import { useIntl } from 'react-intl';

const SHOWN = 12;
const NAMED = 3;

/** Asks which photos, and for whom; then the queue has them. */
export function AddDialog({ queue }: { queue: UploadQueue }) {
  const intl = useIntl();
  const { $t } = intl;
  const question = useWatched(asked);
  const audiences = useAudiences();
  const takesVideos = useTakesVideos();
  const [files, setFiles] = useState<readonly File[]>(question?.files ?? []);
  const [leftOut, setLeftOut] = useState<readonly string[]>(question?.leftOut ?? []);
  const [picked, setPicked] = useState(question?.audience && toAudienceValue(question.audience));
  const [caption, setCaption] = useState(question?.caption ?? '');
  const input = useRef<HTMLInputElement>(null);

  // Dropped while the dialog is open: more of the same question.
  const [last, setLast] = useState(question);
  if (question !== last) {
    setLast(question);
    const dropped = question?.files ?? [];
    if (dropped.length > 0) setFiles([...files, ...dropped]);
    const more = question?.leftOut ?? [];
    if (more.length > 0) setLeftOut([...leftOut, ...more]);
  }
  const previews = usePreviews(files);
  const chosen = chosenOf(audiences, picked);
  // As it was when it could be chosen: its group may close while one looks for the photos.
  const [known, setKnown] = useState<AudienceChoice>();
  if (chosen && chosen.value !== known?.value) setKnown(chosen);
  const close = () => {
    question?.onAnswered?.();
    asked.set(undefined);
  };
  const add = () => {
    if (!chosen || files.length === 0) return;
    const said = files.length === 1 ? caption.trim() : '';
    const added = queue.add({ files, audience: chosen.audience, caption: said });
    void added.then(() => question?.onAnswered?.());
    asked.set(undefined);
  };
  return (
    <Dialog
      isOpen={question !== undefined}
      onClose={close}
      title={$t({ id: 'uploads.open', defaultMessage: 'Add photos' })}
      closeLabel={$t({ id: 'act.close', defaultMessage: 'Close' })}
      width="wide"
      actions={
        <>
          <Button onClick={close}>{$t({ id: 'act.cancel', defaultMessage: 'Cancel' })}</Button>
          <Button kind="primary" icon="plus" disabled={files.length === 0 || !chosen} onClick={add}>
            {$t(
              {
                id: 'uploads.addCount',
                defaultMessage: '{count, plural, =0 {Add} one {Add a photo} other {Add # photos}}',
              },
              { count: files.length },
            )}
          </Button>
        </>
      }
    >
      <div className="add-photos">
        <input
          ref={input}
          className="z-hidden"
          type="file"
          multiple
          tabIndex={-1}
          accept={[...ACCEPTED_TYPES, ...(takesVideos ? ACCEPTED_VIDEO_TYPES : [])].join(',')}
          aria-label={$t({ id: 'uploads.files', defaultMessage: 'Photos' })}
          onChange={(event) => {
            const more = [...(event.target.files ?? [])];
            // The same file can be chosen again after it was taken out.
            event.target.value = '';
            setFiles((now) => [...now, ...more]);
          }}
        />
        {files.length === 0 ? (
          <button type="button" className="add-photos-well" onClick={() => input.current?.click()}>
            <span className="z-btn z-btn-secondary">
              {$t({ id: 'uploads.choose', defaultMessage: 'Choose photos' })}
            </span>
            <span className="z-meta">
              {takesVideos
                ? $t(
                    {
                      id: 'uploads.kinds.videos',
                      defaultMessage:
                        'JPEG, HEIC, PNG, WebP, AVIF, GIF, TIFF or RAW, up to {megabytes, number} MB each; MP4, MOV or WebM, up to {minutes, number} minutes.',
                    },
                    { megabytes: PHOTO_MEGABYTES, minutes: VIDEO_MINUTES },
                  )
                : $t(
                    {
                      id: 'uploads.kinds',
                      defaultMessage:
                        'JPEG, HEIC, PNG, WebP, AVIF, GIF, TIFF or RAW, up to {megabytes, number} MB each.',
                    },
                    { megabytes: PHOTO_MEGABYTES },
                  )}{' '}
              <span className="add-photos-drop">
                {$t({ id: 'uploads.orDrop', defaultMessage: 'You can also drop them on the page.' })}
              </span>
            </span>
          </button>
        ) : (
          <div className="add-photos-prints">
            {previews.slice(0, SHOWN).map(({ file, url }, index) => (
              <span key={url} className="add-photos-print">
                {isVideoFile(file) ? (
                  <video src={url} aria-label={file.name} preload="metadata" muted playsInline />
                ) : (
                  <img src={url} alt={file.name} loading="lazy" decoding="async" />
                )}
                <IconButton
                  icon="close"
                  kind="over"
                  size="small"
                  label={$t(
                    { id: 'uploads.takeOut', defaultMessage: 'Take out {name}' },
                    { name: toIsolated(intl, file.name) },
                  )}
                  onClick={() => setFiles(files.filter((_file, at) => at !== index))}
                />
              </span>
            ))}
            {files.length > SHOWN && (
              <span className="add-photos-more">
                {$t({ id: 'uploads.andMore', defaultMessage: '+{count, number}' }, { count: files.length - SHOWN })}
              </span>
            )}
            <Button kind="secondary" icon="plus" onClick={() => input.current?.click()}>
              {$t({ id: 'uploads.more', defaultMessage: 'More' })}
            </Button>
          </div>
        )}
        {leftOut.length > 0 && <LeftOut names={leftOut} />}
        <Select
          label={$t({ id: 'uploads.audience', defaultMessage: 'Who sees them' })}
          value={chosen?.value ?? ''}
          options={[
            ...(chosen ? [] : [{ value: '', label: known?.label ?? '', isOff: true }]),
            ...audiences.map(({ value, label }) => ({ value, label })),
          ]}
          onPick={setPicked}
          error={
            !chosen && known
              ? $t({
                  id: 'uploads.audienceOver',
                  defaultMessage: 'You can no longer add photos there. Choose who sees them.',
                })
              : undefined
          }
        />
        {chosen?.tells && (
          <p className="z-meta">
            {$t(
              {
                id: 'uploads.tells',
                defaultMessage:
                  '{what, select, place {Whoever downloads these photos from {name} is also told where they were taken.} time {Whoever downloads these photos from {name} is also told when they were taken.} other {Whoever downloads these photos from {name} is also told where and when they were taken.}}',
              },
              { what: chosen.tells, name: chosen.label },
            )}
          </p>
        )}
        {files.length === 1 && (
          <TextArea
            label={$t({ id: 'photos.captionLabel', defaultMessage: 'Caption' })}
            value={caption}
            onText={setCaption}
            maxGraphemes={LIMITS.captionGraphemes}
          />
        )}
      </div>
    </Dialog>
  );
}

/** "2 files are no pictures and were left out: notes.txt and plan.pdf." */
function LeftOut({ names }: { names: readonly string[] }) {
  const { $t, formatList } = useIntl();
  const named = names.slice(0, NAMED);
  return (
    <Note>
      {$t(
        {
          id: 'uploads.leftOut',
          defaultMessage:
            '{count, plural, one {One file is no picture and was left out} other {# files are no pictures and were left out}}: {more, plural, =0 {{names}} other {{names} and # more}}.',
        },
        {
          count: names.length,
          more: names.length - named.length,
          names: formatList(named, { type: names.length > NAMED ? 'unit' : 'conjunction' }),
        },
      )}
    </Note>
  );
}

/** Addresses of the chosen files, given back when the choice changes. */
function usePreviews(files: readonly File[]) {
  const previews = useMemo(() => files.map((file) => ({ file, url: URL.createObjectURL(file) })), [files]);
  useEffect(() => () => previews.forEach(({ url }) => URL.revokeObjectURL(url)), [previews]);
  return previews;
}
