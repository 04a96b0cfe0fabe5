import './photo-facts.css';
import { useState } from 'react';
import { Group, GroupTopic } from '@zoetrope/contract/features/groups.ts';
import { captionPhoto, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { PersonAvatar, PersonName } from '#features/people/person.tsx';
import { TextEditor } from '#forms/text-editor.tsx';
import { useCommand, useRow, useTopic } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Link } from '#ui/link-slot.tsx';
import { toMomentWords } from '#words/times.ts';

/** Who added a photo, for whom, when; and what they wrote about it. */
export function PhotoFacts({ photo }: { photo: PhotoRow }) {
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
            {toMomentWords(new Date(photo.createdAt), new Date())}
          </time>
        </p>
      </div>
      <Caption photo={photo} />
    </header>
  );
}

/** "in Lake house" or "to Lake house", "for friends", "for everyone". */
export function Audience({ photo, isGoal = false }: { photo: PhotoRow; isGoal?: boolean }) {
  useTopic(photo.groupId ? GroupTopic.of({ groupId: photo.groupId }) : undefined);
  const group = useRow(Group, photo.groupId ?? undefined);
  if (photo.siteId) return <>for everyone</>;
  if (photo.friendsOfId) return <>for friends</>;
  if (!group) return null;
  return (
    <>
      {isGoal ? 'to' : 'in'} <Link href={`/g/${group.id}`}>{group.name}</Link>
    </>
  );
}

function Caption({ photo }: { photo: PhotoRow }) {
  const { can } = useCommand(captionPhoto);
  const [isEditing, setIsEditing] = useState(false);
  const mayEdit = can({ id: photo.id, caption: photo.caption }) === true;
  if (isEditing) return <CaptionEditor photo={photo} onDone={() => setIsEditing(false)} />;
  if (photo.caption === '') {
    return mayEdit ? (
      <Button kind="quiet" size="small" icon="pencil" onClick={() => setIsEditing(true)}>
        Add a caption
      </Button>
    ) : null;
  }
  return (
    <div className="photo-caption">
      <p className="z-lead" dir="auto">
        {photo.caption}
      </p>
      {mayEdit && <IconButton icon="pencil" size="small" label="Edit the caption" onClick={() => setIsEditing(true)} />}
    </div>
  );
}

function CaptionEditor({ photo, onDone }: { photo: PhotoRow; onDone: () => void }) {
  const { run } = useCommand(captionPhoto);
  return (
    <TextEditor
      label="Caption"
      kind="caption"
      field="caption"
      text={photo.caption}
      maxGraphemes={LIMITS.captionGraphemes}
      onSave={(caption) => run({ id: photo.id, caption })}
      onDone={onDone}
    />
  );
}
