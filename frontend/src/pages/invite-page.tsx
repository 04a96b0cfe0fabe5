import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import {
  ACCOUNTS,
  INVITES,
  type Account,
  type InviteAccepted,
  type InvitePreview,
} from '@zoetrope/contract/accounts.ts';
import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import { useAccount } from '#features/accounts/account.tsx';
import { KnownAccountForm, NewAccountForm } from '#features/accounts/account-form.tsx';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { toRefused } from '#replica/refused.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Link } from '#ui/link-slot.tsx';
import { plural } from '#ui/plural.ts';
import { Segment } from '#ui/segment.tsx';
import { Skeleton, SkeletonPerson } from '#ui/skeleton.tsx';
import { sentenceOf } from '#words/sentences.ts';
import { DoorPage } from './door-page.tsx';

type Preview = { state: 'asking' } | { state: 'here'; invite: InvitePreview } | { state: 'refused'; error: ErrorBody };

/** Where an invitation link leads: what it is for, and the shortest way in. */
export function InvitePage() {
  const token = useParams().token ?? '';
  const { http } = useAccount();
  const [preview, setPreview] = useState<Preview>({ state: 'asking' });
  useEffect(() => {
    let isWanted = true;
    http.get<InvitePreview>(`${INVITES}/${encodeURIComponent(token)}`).then(
      (invite) => isWanted && setPreview({ state: 'here', invite }),
      (error: unknown) => isWanted && setPreview({ state: 'refused', error: toRefused(error).body }),
    );
    return () => {
      isWanted = false;
    };
  }, [http, token]);

  if (preview.state === 'asking') {
    return (
      <DoorPage title="An invitation">
        <Skeleton label="Loading the invitation">
          <SkeletonPerson />
        </Skeleton>
      </DoorPage>
    );
  }
  if (preview.state === 'refused') {
    const isUnknown = preview.error.code === 'not-found' || preview.error.code === 'invalid';
    return (
      <DoorPage title="An invitation">
        <EmptyState
          title={isUnknown ? 'This link leads nowhere' : 'This link no longer works'}
          action={
            <Link className="z-link" href="/">
              To the front page
            </Link>
          }
        >
          {isUnknown
            ? 'It may have been taken back, or a part of it is missing. Ask for it again.'
            : sentenceOf(preview.error)}
        </EmptyState>
      </DoorPage>
    );
  }
  return <Invitation token={token} invite={preview.invite} />;
}

function Invitation({ token, invite }: { token: string; invite: InvitePreview }) {
  const { account, http, signedIn } = useAccount();
  const navigate = useNavigate();
  const { isBusy, error, send } = useSending();
  const [isKnown, setIsKnown] = useState(false);
  const enter = (groupId: string | undefined) => navigate(groupId ? `/g/${groupId}` : '/', { replace: true });
  const accept = async () => {
    const { groupId } = await http.post<InviteAccepted>(`${INVITES}/accept`, { token });
    await enter(groupId);
  };
  return (
    <DoorPage
      title={`Join ${invite.groupName}`}
      above={
        <p className="door-invite">
          <span>{`${invite.inviterName} invited you.`}</span>
          <span className="z-meta z-two">{`${plural(invite.memberCount, { one: '# person', other: '# people' })} share photos here.`}</span>
        </p>
      }
    >
      {account ? (
        <>
          <RefusalNote error={error} />
          <Button kind="primary" size="large" isWide isBusy={isBusy} onClick={() => void send(accept)}>
            {`Join ${invite.groupName}`}
          </Button>
        </>
      ) : (
        <>
          <Segment
            label="Have you been here before?"
            value={isKnown ? 'known' : 'new'}
            options={[
              { value: 'new', label: 'I am new here' },
              { value: 'known', label: 'I have an account' },
            ]}
            onPick={(value) => setIsKnown(value === 'known')}
          />
          {isKnown ? (
            <KnownAccountForm
              onSend={async (given) => {
                const signed = await http.post<Account>(`${ACCOUNTS}/sign-in`, given);
                const { groupId } = await http.post<InviteAccepted>(`${INVITES}/accept`, { token });
                signedIn(signed);
                await enter(groupId);
              }}
            />
          ) : (
            <NewAccountForm
              sendLabel={`Join ${invite.groupName}`}
              onSend={async (given) => {
                const made = await http.post<Account>(`${ACCOUNTS}/sign-up`, { ...given, invite: token });
                signedIn(made);
                await enter(made.groupId);
              }}
            />
          )}
        </>
      )}
    </DoorPage>
  );
}
