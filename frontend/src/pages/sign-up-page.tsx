import { Redirect, useSearch } from '#router/router.tsx';
import { ACCOUNTS, type Account } from '@zoetrope/contract/accounts.ts';
import { useAccount } from '#features/accounts/account.tsx';
import { NewAccountForm } from '#features/accounts/account-form.tsx';
import { useSignUpPolicy } from '#features/accounts/use-sign-up-policy.ts';
import { Note } from '#ui/note.tsx';
import { sentenceOf } from '#words/sentences.ts';
import { DoorPage } from './door-page.tsx';
import { ownPath } from './sign-in-page.tsx';
import { useEntering } from './use-entering.ts';
import { FormattedMessage, useIntl } from 'react-intl';
import { linkTo } from '#ui/rich-text.tsx';

export function SignUpPage() {
  const intl = useIntl();
  const { $t } = intl;
  const { account, http } = useAccount();
  const policy = useSignUpPolicy();
  const search = useSearch();
  const next = ownPath(search.get('next'));
  const enter = useEntering();
  const beenHere = (
    <FormattedMessage
      id="accounts.beenHere"
      defaultMessage="Been here before? <link>Sign in</link>"
      values={{ link: linkTo('/sign-in', 'z-link') }}
    />
  );
  if (account) return <Redirect to={next} />;
  if (policy === 'closed' || policy === 'invited')
    return (
      <DoorPage title={$t({ id: 'accounts.make', defaultMessage: 'Make an account' })}>
        <Note>{sentenceOf(intl, { code: policy === 'closed' ? 'sign-up-closed' : 'invite-needed' })}</Note>
        <p>{beenHere}</p>
      </DoorPage>
    );
  return (
    <DoorPage title={$t({ id: 'accounts.make', defaultMessage: 'Make an account' })}>
      <NewAccountForm
        sendLabel={$t({ id: 'accounts.make', defaultMessage: 'Make an account' })}
        onSend={async (given) => enter(await http.post<Account>(`${ACCOUNTS}/sign-up`, given), next)}
        footer={beenHere}
      />
    </DoorPage>
  );
}
