import { Site, SITE_ID, type SignUpPolicy } from '@zoetrope/contract/features/site.ts';
import { useRow } from '#replica/hooks.tsx';
import type { infer as Infer } from 'zod/mini';
import { useAccount } from './account.tsx';

/** Whether somebody who comes may sign up; undefined while that is not known. */
export function useSignUpPolicy(): Infer<typeof SignUpPolicy> | undefined {
  const site = useRow(Site, SITE_ID);
  const { isUnclaimed } = useAccount();
  return site?.signUp === 'invited' && isUnclaimed ? 'open' : site?.signUp;
}
