import { ACCOUNTS, type SessionList, type SessionSummary } from '@zoetrope/contract/accounts.ts';
import { useCallback, useEffect, useState } from 'react';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { Button } from '#ui/button.tsx';
import { Skeleton, SkeletonLine } from '#ui/skeleton.tsx';
import { useAccount } from './account.tsx';

/** Where this account is signed in; each can be ended on its own, and its open pages close at once. */
export function SessionsSection() {
  const { http } = useAccount();
  const [sessions, setSessions] = useState<readonly SessionSummary[]>();
  const { error, send } = useSending();
  const load = useCallback(
    async () => setSessions((await http.get<SessionList>(`${ACCOUNTS}/sessions`)).sessions),
    [http],
  );
  useEffect(() => void send(load), [send, load]);
  return (
    <section className="page-section">
      <h2>Signed in on</h2>
      <RefusalNote error={error} />
      {!sessions && !error && (
        <Skeleton label="Loading the devices">
          <SkeletonLine width="60%" />
        </Skeleton>
      )}
      <ul className="page-rows">
        {sessions?.map((session) => (
          <li key={session.id} className="page-row">
            <span className="page-row-text">
              <span className="z-clip">{session.device}</span>
              <span className="z-meta z-two">
                {session.isCurrent ? 'This device' : `Last seen ${when(session.lastSeenAt)}`}
              </span>
            </span>
            {!session.isCurrent && (
              <Button
                size="small"
                onClick={() =>
                  void send(async () => {
                    await http.delete(`${ACCOUNTS}/sessions/${session.id}`);
                    await load();
                  })
                }
              >
                Sign out there
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const when = (at: string): string =>
  new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
