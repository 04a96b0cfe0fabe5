import './coming-tile.css';
import { memo } from 'react';
import { usePerson } from '#features/people/person.tsx';
import { useMe } from '#replica/hooks.tsx';
import { SlitPlaceholder } from '#ui/slit-placeholder.tsx';
import type { ComingPhoto } from './coming.ts';
import { toComingName } from './photo-words.ts';
import { useIntl } from 'react-intl';

interface Props {
  readonly photo: ComingPhoto;
  readonly tabIndex?: 0 | -1 | undefined;
}

/** The place of a photo that somebody is adding, in its final shape. It can be reached by keys like the photos around it. */
export const ComingTile = memo(function ComingTile({ photo, tabIndex }: Props) {
  const intl = useIntl();
  const owner = usePerson(photo.ownerId);
  const isMine = useMe() === photo.ownerId;
  return (
    <button type="button" className="coming-tile" aria-disabled tabIndex={tabIndex}>
      <span className="z-hidden">{toComingName(intl, isMine ? undefined : (owner?.name ?? ''))}</span>
      <SlitPlaceholder />
    </button>
  );
});
