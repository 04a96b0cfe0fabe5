import { signUpPolicyOf, Site, SITE_ID } from '@zoetrope/contract/features/site.ts';
import { useRow } from '#replica/hooks.tsx';
import { useAccount } from './account.tsx';

/** Who may sign up now; undefined while that is not known. */
export function useSignUpPolicy(): ReturnType<typeof signUpPolicyOf> | undefined {
  const site = useRow(Site, SITE_ID);
  const { isUnclaimed } = useAccount();
  return site && signUpPolicyOf(site, !isUnclaimed);
}
