import './person-page.css';
import { useParams } from 'react-router';
import { PersonTopic } from '@zoetrope/contract/features/people.ts';
import { FriendPhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { ResetLinkButton } from '#features/accounts/reset-link-button.tsx';
import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { FriendButton } from '#features/friends/friend-button.tsx';
import { PersonAvatar, usePerson } from '#features/people/person.tsx';
import { FriendPhotos } from '#features/photos/live-photos.tsx';
import { SelectButton, useSelecting } from '#features/photos/selecting.tsx';
import { useAudiences } from '#features/uploads/audiences.ts';
import { useMe, useTopic } from '#replica/hooks.tsx';
import { TopBar } from '#ui/app-frame.tsx';
import { ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

/** Somebody's name, picture, and what they show to friends. */
export function PersonPage() {
  const personId = useParams().personId ?? '';
  const me = useMe();
  const topic = useTopic(PersonTopic.of({ personId }));
  const person = usePerson(personId);
  const photos = useTopic(FriendPhotosTopic.of({ ownerId: personId }));
  const isMe = personId === me;
  const selecting = useSelecting(useAudiences());
  if (topic === 'gone' || (topic === 'live' && !person)) {
    return (
      <main className="z-pad">
        <EmptyState title="This person is not here" action={<ButtonLink href="/friends">To your friends</ButtonLink>}>
          The address may be wrong.
        </EmptyState>
      </main>
    );
  }
  const name = person?.name ?? '…';
  return (
    <>
      <TopBar title={isMe ? 'You' : 'Profile'} end={<ConnectionStatus />} />
      <main className="z-pad">
        <header className="person-head">
          <PersonAvatar personId={personId} sizePx={96} isDecorative />
          <div>
            <h2 dir="auto">{name}</h2>
            <p className="z-meta">{isMe ? 'This is you.' : photos === 'live' ? 'You are friends.' : ''}</p>
          </div>
          <span className="person-ways">
            {isMe && photos === 'live' && <SelectButton selecting={selecting} />}
            <FriendButton personId={personId} />
            <ResetLinkButton personId={personId} name={name} />
          </span>
        </header>
        {photos === 'gone' ? (
          <EmptyState title="For friends only">
            What {name} shows to friends appears here once you are friends.
          </EmptyState>
        ) : (
          <FriendPhotos
            ownerId={personId}
            selecting={selecting}
            whenEmpty={
              <EmptyState title="Nothing here yet">
                {isMe
                  ? 'What you share with your friends appears here.'
                  : `What ${name} shows to friends appears here.`}
              </EmptyState>
            }
          />
        )}
      </main>
    </>
  );
}
