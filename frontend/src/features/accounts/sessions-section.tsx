import { ACCOUNTS, type SessionSummary, type SessionList } from '@zoetrope/contract/accounts.ts';
import { useCallback, useState } from 'react';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useLoaded } from '#forms/use-loaded.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { Skeleton, SkeletonLine } from '#ui/skeleton.tsx';
import { useAccount } from './account.tsx';
import { useIntl } from 'react-intl';

/** Where this account is signed in; each can be ended on its own, and its open pages close at once. */
export function SessionsSection() {
  const { $t, formatDate } = useIntl();
  const { http } = useAccount();
  const load = useCallback(async () => (await http.get<SessionList>(`${ACCOUNTS}/sessions`)).sessions, [http]);
  const { value: sessions, error, again } = useLoaded(load);
  // Its pages close in that moment and lose what was not sent; waiting for an Undo would leave a stranger signed in.
  const [ending, setEnding] = useState<SessionSummary>();
  const end = (session: SessionSummary) =>
    again(async () => {
      await http.delete(`${ACCOUNTS}/sessions/${session.id}`);
      return load();
    });
  return (
    <section className="page-section">
      <h2>{$t({ id: 'accounts.sessions', defaultMessage: 'Signed in on' })}</h2>
      <RefusalNote error={error} onRetry={() => void again()} />
      {!sessions && !error && (
        <Skeleton label={$t({ id: 'accounts.loadingDevices', defaultMessage: 'Loading the devices' })}>
          <SkeletonLine width="60%" />
        </Skeleton>
      )}
      <ul className="page-rows">
        {sessions?.map((session) => (
          <li key={session.id} className="page-row">
            <span className="page-row-text">
              <span className="z-clip">{session.device}</span>
              <span className="z-meta z-two">
                {session.isCurrent
                  ? $t({ id: 'accounts.thisDevice', defaultMessage: 'This device' })
                  : $t(
                      { id: 'accounts.lastSeen', defaultMessage: 'Last seen {when}' },
                      { when: formatDate(session.lastSeenAt, { dateStyle: 'medium', timeStyle: 'short' }) },
                    )}
              </span>
            </span>
            {!session.isCurrent && (
              <Button size="small" onClick={() => setEnding(session)}>
                {$t({ id: 'accounts.signOutThere', defaultMessage: 'Sign out there' })}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        isOpen={ending !== undefined}
        question={$t(
          { id: 'accounts.signOutThere.question', defaultMessage: 'Sign out of {device}?' },
          { device: ending?.device ?? '' },
        )}
        keepLabel={$t({ id: 'accounts.staySignedIn', defaultMessage: 'Stay signed in' })}
        doLabel={$t({ id: 'accounts.signOutThere', defaultMessage: 'Sign out there' })}
        onKeep={() => setEnding(undefined)}
        onDo={() => {
          if (ending) void end(ending);
          setEnding(undefined);
        }}
      >
        {$t({
          id: 'accounts.signOutThere.text',
          defaultMessage: 'Its open pages close at once. What has not been sent from there yet is lost.',
        })}
      </ConfirmDialog>
    </section>
  );
}
