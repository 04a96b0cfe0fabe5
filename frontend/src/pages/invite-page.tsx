import { useState } from 'react';
import { useNavigate, useParams } from '#router/router.tsx';
import {
  ACCOUNTS,
  INVITES,
  type Account,
  type InviteAccepted,
  type InvitePreview,
} from '@zoetrope/contract/accounts.ts';
import { useAccount } from '#features/accounts/account.tsx';
import { KnownAccountForm, NewAccountForm } from '#features/accounts/account-form.tsx';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Link } from '#ui/link-slot.tsx';
import { Note } from '#ui/note.tsx';
import { Segment } from '#ui/segment.tsx';
import { Skeleton, SkeletonPerson } from '#ui/skeleton.tsx';
import { sentenceOf } from '#words/sentences.ts';
import { DoorPage } from './door-page.tsx';
import { useEntering } from './use-entering.ts';
import { toIsolated } from '#words/isolated.ts';
import { useInvitePreview } from './use-invite-preview.ts';
import { useIntl } from 'react-intl';

/** Where an invitation link leads: what it is for, and the shortest way in. */
export function InvitePage() {
  const intl = useIntl();
  const { $t } = intl;
  const token = useParams().token ?? '';
  const { preview, ask } = useInvitePreview(token);

  if (preview.state === 'asking') {
    return (
      <DoorPage title={$t({ id: 'invites.title', defaultMessage: 'An invitation' })}>
        <Skeleton label={$t({ id: 'invites.loading', defaultMessage: 'Loading the invitation' })}>
          <SkeletonPerson />
        </Skeleton>
      </DoorPage>
    );
  }
  if (preview.state === 'waiting') {
    // Says nothing of the link: nobody has looked at it.
    return (
      <DoorPage title={$t({ id: 'invites.title', defaultMessage: 'An invitation' })}>
        {preview.error.kind === 'slow-down' ? (
          // Others behind the same address have tried links that lead nowhere: this one's guest has done nothing.
          <Note>
            {$t({
              id: 'invites.busy',
              defaultMessage:
                'Too many links that lead nowhere were opened from your network. This page goes on by itself in a moment.',
            })}
          </Note>
        ) : (
          <RefusalNote error={preview.error} onRetry={ask} />
        )}
      </DoorPage>
    );
  }
  if (preview.state === 'refused') {
    const isUnknown = preview.error.code === 'not-found' || preview.error.code === 'invalid';
    return (
      <DoorPage title={$t({ id: 'invites.title', defaultMessage: 'An invitation' })}>
        <EmptyState
          title={
            isUnknown
              ? $t({ id: 'invites.unknown', defaultMessage: 'This link leads nowhere' })
              : $t({ id: 'invites.over', defaultMessage: 'This link no longer works' })
          }
          action={
            <Link className="z-link" href="/">
              {$t({ id: 'act.toFront', defaultMessage: 'To the front page' })}
            </Link>
          }
        >
          {isUnknown
            ? $t({
                id: 'invites.unknown.text',
                defaultMessage: 'It may have been taken back, or a part of it is missing. Ask for it again.',
              })
            : sentenceOf(intl, preview.error)}
        </EmptyState>
      </DoorPage>
    );
  }
  return <Invitation token={token} invite={preview.invite} />;
}

function Invitation({ token, invite }: { token: string; invite: InvitePreview }) {
  const intl = useIntl();
  const { $t } = intl;
  const { account, http, hasKeptCookie, signedIn } = useAccount();
  const navigate = useNavigate();
  const { isBusy, error, send } = useSending();
  const [isKnown, setIsKnown] = useState(false);
  const enter = useEntering();
  const toGroup = (groupId: string) => `/g/${groupId}`;
  const accept = async () => {
    const { groupId } = await http.post<InviteAccepted>(`${INVITES}/accept`, { token });
    await navigate(toGroup(groupId), { replace: true });
  };
  /** In, whatever becomes of the invitation: a refusal stands beside the button that tries again. */
  const comeIn = async (entered: Account) => {
    if (!(await hasKeptCookie())) return;
    signedIn(entered);
    await send(accept);
  };
  const join = $t({ id: 'invites.join', defaultMessage: 'Join {groupName}' }, { groupName: invite.groupName });
  return (
    <DoorPage
      title={join}
      above={
        <p className="door-invite">
          <span>
            {$t(
              { id: 'invites.by', defaultMessage: '{name} invited you.' },
              { name: toIsolated(intl, invite.inviterName) },
            )}
          </span>
          <span className="z-meta z-two">
            {$t(
              {
                id: 'invites.share',
                defaultMessage:
                  '{count, plural, one {# person shares photos here.} other {# people share photos here.}}',
              },
              { count: invite.memberCount },
            )}
          </span>
        </p>
      }
    >
      {account ? (
        <>
          <RefusalNote error={error} />
          <Button kind="primary" size="large" isWide isBusy={isBusy} onClick={() => void send(accept)}>
            {join}
          </Button>
        </>
      ) : (
        <>
          <Segment
            label={$t({ id: 'invites.before', defaultMessage: 'Have you been here before?' })}
            value={isKnown ? 'known' : 'new'}
            options={[
              { value: 'new', label: $t({ id: 'invites.new', defaultMessage: 'I am new here' }) },
              { value: 'known', label: $t({ id: 'invites.known', defaultMessage: 'I have an account' }) },
            ]}
            onPick={(value) => setIsKnown(value === 'known')}
          />
          {isKnown ? (
            <KnownAccountForm
              onSend={async (given) => comeIn(await http.post<Account>(`${ACCOUNTS}/sign-in`, given))}
            />
          ) : (
            <NewAccountForm
              sendLabel={join}
              onSend={async (given) => {
                const made = await http.post<Account>(`${ACCOUNTS}/sign-up`, { ...given, invite: token });
                // Who was made an account and joined nothing came when the group was full, or as its link was used up.
                if (made.groupId === undefined) await comeIn(made);
                else await enter(made, toGroup(made.groupId));
              }}
            />
          )}
        </>
      )}
    </DoorPage>
  );
}
