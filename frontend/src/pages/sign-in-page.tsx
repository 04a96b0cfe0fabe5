import { Redirect, useSearch } from '#router/router.tsx';
import { ACCOUNTS, type Account } from '@zoetrope/contract/accounts.ts';
import { useAccount } from '#features/accounts/account.tsx';
import { KnownAccountForm } from '#features/accounts/account-form.tsx';
import { useSignUpPolicy } from '#features/accounts/use-sign-up-policy.ts';
import { Note } from '#ui/note.tsx';
import { DoorPage } from './door-page.tsx';
import { useEntering } from './use-entering.ts';
import { FormattedMessage, useIntl } from 'react-intl';
import { linkTo } from '#ui/rich-text.tsx';

export function SignInPage() {
  const { $t } = useIntl();
  const { account, http } = useAccount();
  const policy = useSignUpPolicy();
  const search = useSearch();
  const next = ownPath(search.get('next'));
  const enter = useEntering();
  if (account) return <Redirect to={next} />;
  return (
    <DoorPage
      title={$t({ id: 'accounts.signIn', defaultMessage: 'Sign in' })}
      above={
        next === '/share' && (
          <Note>
            {$t({
              id: 'share.signIn',
              defaultMessage: 'The photos that you shared wait on this device. Sign in to say for whom they are.',
            })}
          </Note>
        )
      }
    >
      <KnownAccountForm
        onSend={async (given) => enter(await http.post<Account>(`${ACCOUNTS}/sign-in`, given), next)}
        footer={
          policy === 'open' ? (
            <FormattedMessage
              id="accounts.newHere"
              defaultMessage="New here? <link>Make an account</link>"
              values={{ link: linkTo(`/sign-up?next=${encodeURIComponent(next)}`, 'z-link') }}
            />
          ) : (
            $t({
              id: 'accounts.askIn',
              defaultMessage:
                'New here? Ask somebody who is in for an invitation link. Forgot the password? An administrator can make a link that sets a new one.',
            })
          )
        }
      />
    </DoorPage>
  );
}

/** Where to go after signing in: a path of this site and nothing else, so that a link cannot send one elsewhere. */
export function ownPath(wanted: string | null): string {
  return wanted && /^\/(?![/\\])/.test(wanted) ? wanted : '/';
}
