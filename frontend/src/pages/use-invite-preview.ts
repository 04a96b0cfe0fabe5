import { useEffect, useState } from 'react';
import { INVITES, type InvitePreview } from '@zoetrope/contract/accounts.ts';
import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import { useAccount } from '#features/accounts/account.tsx';
import { toRefused } from '#replica/refused.ts';

export type Preview =
  | { readonly state: 'asking' }
  | { readonly state: 'here'; readonly invite: InvitePreview }
  /** Nobody has looked at the link yet; the same is asked again by itself where the server says when. */
  | { readonly state: 'waiting'; readonly error: ErrorBody }
  | { readonly state: 'refused'; readonly error: ErrorBody };

const UNSEEN: ReadonlySet<ErrorBody['kind']> = new Set(['slow-down', 'unavailable', 'internal']);

/** Where a proxy has refused and said no time. */
const UNTOLD_MS = 5_000;

/** What stands behind the link, and how to ask for it anew. */
export function useInvitePreview(token: string): { preview: Preview; ask: () => void } {
  const { http } = useAccount();
  const [preview, setPreview] = useState<Preview>({ state: 'asking' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => setPreview({ state: 'asking' }), [token]);
  useEffect(() => {
    let isWanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    http.get<InvitePreview>(`${INVITES}/${encodeURIComponent(token)}`).then(
      (invite) => isWanted && setPreview({ state: 'here', invite }),
      (given: unknown) => {
        if (!isWanted) return;
        const error = toRefused(given).body;
        setPreview({ state: UNSEEN.has(error.kind) ? 'waiting' : 'refused', error });
        const waitMs = error.retryAfterMs ?? (error.kind === 'slow-down' ? UNTOLD_MS : undefined);
        if (UNSEEN.has(error.kind) && waitMs !== undefined)
          timer = setTimeout(() => setAttempt((count) => count + 1), waitMs);
      },
    );
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [http, token, attempt]);
  const ask = () => {
    setPreview({ state: 'asking' });
    setAttempt((count) => count + 1);
  };
  return { preview, ask };
}
