import './person-page.css';
import { useParams } from '#router/router.tsx';
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
import { useIntl } from 'react-intl';

/** Somebody's name, picture, and what they show to friends. */
export function PersonPage() {
  const { $t } = useIntl();
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
        <EmptyState
          isPage
          title={$t({ id: 'person.gone', defaultMessage: 'This person is not here' })}
          action={
            <ButtonLink href="/friends">{$t({ id: 'friends.toYours', defaultMessage: 'To your friends' })}</ButtonLink>
          }
        >
          {$t({ id: 'person.gone.text', defaultMessage: 'The address may be wrong.' })}
        </EmptyState>
      </main>
    );
  }
  const name = person?.name ?? '…';
  return (
    <>
      <TopBar
        title={
          isMe
            ? $t({ id: 'people.you', defaultMessage: 'You' })
            : $t({ id: 'person.profile', defaultMessage: 'Profile' })
        }
        end={
          <>
            {isMe && photos === 'live' && <SelectButton selecting={selecting} />}
            <ConnectionStatus />
          </>
        }
      />
      <main className="z-pad">
        <header className="person-head">
          <PersonAvatar personId={personId} sizePx={96} isDecorative />
          <div>
            <h2 dir="auto">{name}</h2>
            <p className="z-meta">
              {isMe
                ? $t({ id: 'person.isYou', defaultMessage: 'This is you.' })
                : photos === 'live'
                  ? $t({ id: 'person.areFriends', defaultMessage: 'You are friends.' })
                  : ''}
            </p>
          </div>
          <span className="person-ways">
            <FriendButton personId={personId} />
            <ResetLinkButton personId={personId} name={name} />
          </span>
        </header>
        {photos === 'gone' ? (
          <EmptyState title={$t({ id: 'person.locked', defaultMessage: 'For friends only' })}>
            {$t(
              {
                id: 'person.locked.text',
                defaultMessage: 'What {name} shows to friends appears here once you are friends.',
              },
              { name },
            )}
          </EmptyState>
        ) : (
          <FriendPhotos
            ownerId={personId}
            selecting={selecting}
            whenEmpty={
              <EmptyState title={$t({ id: 'empty.nothing', defaultMessage: 'Nothing here yet' })}>
                {isMe
                  ? $t({ id: 'person.empty.own', defaultMessage: 'What you share with your friends appears here.' })
                  : $t({ id: 'person.empty', defaultMessage: 'What {name} shows to friends appears here.' }, { name })}
              </EmptyState>
            }
          />
        )}
      </main>
    </>
  );
}
