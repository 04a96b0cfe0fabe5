// Who is with a photo or in a group now. Faces and a line that come and go; nothing is announced, nothing moves.
import './presence.css';
import { GroupTopic } from '@zoetrope/contract/features/groups.ts';
import { Around, Looking, Writing } from '@zoetrope/contract/features/presence.ts';
import { PhotoTopic, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { toFace, usePeople } from '#features/people/person.tsx';
import { useTopic } from '#replica/hooks.tsx';
import { useHeard, useSaying, useSayingFor } from '#replica/signal-hooks.tsx';
import { AvatarStack } from '#ui/avatar-stack.tsx';
import { Drum } from '#ui/drum.tsx';
import { usePresenceChoice } from './presence-choice.ts';
import { aroundWords, lookingWords, writingWords } from './presence-words.ts';
import { useIntl } from 'react-intl';

/** So long after the last key somebody still counts as writing: a pause to think must not flicker. */
const PAUSE_MS = 5_000;

/** Among people who know each other. A photo for everyone has strangers, who need not know who looks. */
function usePlace(photo: PhotoRow) {
  const isShown = usePresenceChoice();
  const at = isShown && photo.siteId === null ? PhotoTopic.of({ photoId: photo.id }) : undefined;
  // Before the server has let us in, nothing is heard there and nothing taken.
  return useTopic(at) === 'live' ? at : undefined;
}

/** Says that I look, and shows who else does. */
export function AlsoLooking({ photo }: { photo: PhotoRow }) {
  const intl = useIntl();
  const at = usePlace(photo);
  useSaying(Looking, at, true);
  const ids = useHeard(Looking, at);
  const people = usePeople(ids);
  const here = ids.filter((id) => people.has(id));
  if (here.length === 0) return null;
  return (
    <span className="presence-looking">
      <AvatarStack faces={here.map((id) => toFace(id, people.get(id)))} sizePx={26} max={3} />
      <span className="z-hidden">{intl.formatList(here.map((id) => people.get(id)!.name))} </span>
      <span className="presence-looking-words">{lookingWords(intl)}</span>
    </span>
  );
}

function useGroupPlace(groupId: string | null) {
  const isShown = usePresenceChoice();
  const at = isShown && groupId !== null ? GroupTopic.of({ groupId }) : undefined;
  return useTopic(at) === 'live' ? at : undefined;
}

/** Says that I am in the group: on its pages, and with one of its photos. */
export function useIAmAround(groupId: string | null): void {
  useSaying(Around, useGroupPlace(groupId), true);
}

/** Says that I am in the group, and who else is, beside its faces. */
export function HereNow({ groupId }: { groupId: string }) {
  const intl = useIntl();
  useIAmAround(groupId);
  const ids = useHeard(Around, useGroupPlace(groupId));
  const people = usePeople(ids.slice(0, 2));
  const names = ids.slice(0, 2).flatMap((id) => people.get(id)?.name ?? []);
  // A name that is still on its way would read as a gap.
  if (ids.length === 0 || names.length < Math.min(2, ids.length)) return null;
  const [words, short] = aroundWords(intl, names, ids.length);
  return (
    <span className="presence-around z-meta">
      <span className="presence-around-words">{words}</span>
      <span className="presence-around-short" aria-hidden="true">
        {short}
      </span>
    </span>
  );
}

/** Who is writing under the photo at this moment. */
export function WhoWrites({ photo }: { photo: PhotoRow }) {
  const intl = useIntl();
  const ids = useHeard(Writing, usePlace(photo));
  const people = usePeople(ids);
  const names = ids.flatMap((id) => people.get(id)?.name ?? []);
  if (names.length === 0) return null;
  return (
    <p className="presence-writing">
      <Drum state="turning" />
      <bdi>{writingWords(intl, names)}</bdi>
    </p>
  );
}

/** `note` at each key, `stop` when it was sent. */
export function useIAmWriting(photo: PhotoRow): { note: () => void; stop: () => void } {
  return useSayingFor(Writing, usePlace(photo), true, PAUSE_MS);
}
