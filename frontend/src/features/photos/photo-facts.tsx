import './photo-facts.css';
import { captionPhoto, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { PersonAvatar, PersonName } from '#features/people/person.tsx';
import { TextEditor } from '#forms/text-editor.tsx';
import { useTextEditing } from '#forms/use-text-editing.ts';
import { useCommand } from '#replica/hooks.tsx';
import { serverNow } from '#replica/server-clock.ts';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Link } from '#ui/link-slot.tsx';
import { toMomentWords } from '#words/times.ts';
import { FormattedMessage, useIntl } from 'react-intl';
import { useAudienceNamed } from './audience-named.tsx';
import { Description } from './photo-description.tsx';

/** Who added a photo, for whom, when; and what they wrote about it. */
export function PhotoFacts({ photo }: { photo: PhotoRow }) {
  const intl = useIntl();
  return (
    <header className="photo-facts">
      <div className="photo-owner">
        <PersonAvatar personId={photo.ownerId} isDecorative />
        <p>
          <b>
            <Link href={`/people/${photo.ownerId}`}>
              <PersonName personId={photo.ownerId} isYou />
            </Link>
          </b>{' '}
          <span className="z-meta">
            <Audience photo={photo} />
          </span>
          <br />
          <time className="z-meta" dateTime={photo.createdAt}>
            {toMomentWords(intl, new Date(photo.createdAt), serverNow())}
          </time>
        </p>
      </div>
      <Caption photo={photo} />
      <Description photo={photo} />
    </header>
  );
}

/** "in Lake house", "for friends", "for everyone". */
function Audience({ photo }: { photo: PhotoRow }) {
  const audience = useAudienceNamed(photo);
  if (!audience) return null;
  return (
    <FormattedMessage
      id="photos.audience"
      defaultMessage="{to, select, group {in <link>{group}</link>} friends {for friends} other {for everyone}}"
      values={audience}
    />
  );
}

function Caption({ photo }: { photo: PhotoRow }) {
  const { $t } = useIntl();
  const { can, run } = useCommand(captionPhoto);
  const { isOpen, open, editor } = useTextEditing(`caption:${photo.id}`, photo.caption);
  const mayEdit = can({ id: photo.id, caption: photo.caption }) === true;
  if (mayEdit && isOpen) {
    return (
      <TextEditor
        label={$t({ id: 'photos.captionLabel', defaultMessage: 'Caption' })}
        kind="caption"
        field="caption"
        maxGraphemes={LIMITS.captionGraphemes}
        onSave={(caption) => run({ id: photo.id, caption })}
        {...editor}
      />
    );
  }
  if (photo.caption === '') {
    return mayEdit ? (
      <Button kind="quiet" size="small" icon="pencil" onClick={open}>
        {$t({ id: 'photos.addCaption', defaultMessage: 'Add a caption' })}
      </Button>
    ) : null;
  }
  return (
    <div className="photo-caption">
      <p className="z-lead" dir="auto">
        {photo.caption}
      </p>
      {mayEdit && (
        <IconButton
          icon="pencil"
          size="small"
          label={$t({ id: 'photos.editCaption', defaultMessage: 'Edit the caption' })}
          onClick={open}
        />
      )}
    </div>
  );
}
