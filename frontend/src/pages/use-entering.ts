import type { Account } from '@zoetrope/contract/accounts.ts';
import { useAccount } from '#features/accounts/account.tsx';
import { useNavigate } from '#router/router.tsx';

/** Signs in as the account with which the server has just answered, and leads on. */
export type Enter = (account: Account, to: string) => Promise<void>;

/** Where the browser has kept no cookie of it nobody is signed in; the page says so. */
export function useEntering(): Enter {
  const { hasKeptCookie, signedIn } = useAccount();
  const navigate = useNavigate();
  return async (account, to) => {
    if (!(await hasKeptCookie())) return;
    signedIn(account);
    await navigate(to, { replace: true });
  };
}
