// The pages of links that work once: a new password, and the first administrator. The token stands behind `#`.
import { useState } from 'react';
import { useLocation } from '#router/router.tsx';
import { ACCOUNTS, type Account } from '@zoetrope/contract/accounts.ts';
import { useAccount } from '#features/accounts/account.tsx';
import { AccountForm, NewAccountForm, PasswordField } from '#features/accounts/account-form.tsx';
import { fieldsOf, RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { Button } from '#ui/button.tsx';
import { DoorPage } from './door-page.tsx';
import { useEntering } from './use-entering.ts';
import { useIntl } from 'react-intl';

const useToken = () => useLocation().hash.slice(1);

export function ResetPage() {
  const { $t } = useIntl();
  const token = useToken();
  const { http } = useAccount();
  const enter = useEntering();
  const [password, setPassword] = useState('');
  const { isBusy, error, send } = useSending();
  const reset = async () => enter(await http.post<Account>(`${ACCOUNTS}/reset`, { token, password }), '/');
  return (
    <DoorPage title={$t({ id: 'accounts.chooseNew', defaultMessage: 'Choose a new password' })}>
      <AccountForm onSend={() => void send(reset)}>
        <PasswordField
          label={$t({ id: 'accounts.newPassword', defaultMessage: 'New password' })}
          value={password}
          onText={setPassword}
          error={fieldsOf(error).password}
          isNew
        />
        <RefusalNote error={error} beside={['password']} />
        <Button type="submit" kind="primary" size="large" isWide isBusy={isBusy}>
          {$t({ id: 'accounts.setIt', defaultMessage: 'Set it and sign in' })}
        </Button>
      </AccountForm>
    </DoorPage>
  );
}

export function WelcomePage() {
  const { $t } = useIntl();
  const token = useToken();
  const { account, http } = useAccount();
  const enter = useEntering();
  const { isBusy, error, send } = useSending();
  const become = async (given?: { name: string; login: string; password: string }) => {
    const body = { token, ...(given && { account: given }) };
    await enter(await http.post<Account>(`${ACCOUNTS}/administrator`, body), '/');
  };
  return (
    <DoorPage title={$t({ id: 'accounts.running', defaultMessage: 'Your site is running' })}>
      <p className="z-lead z-two">
        {account
          ? $t({
              id: 'accounts.admin.known',
              defaultMessage: 'This link makes your account the administrator of this site.',
            })
          : $t({
              id: 'accounts.admin.new',
              defaultMessage:
                'Make your account. It will be the administrator of this site; nobody else can use this link.',
            })}
      </p>
      {account ? (
        <>
          <RefusalNote error={error} />
          <Button kind="primary" size="large" isWide isBusy={isBusy} onClick={() => void send(() => become())}>
            {$t({ id: 'accounts.become', defaultMessage: 'Become the administrator' })}
          </Button>
        </>
      ) : (
        <NewAccountForm sendLabel={$t({ id: 'accounts.make', defaultMessage: 'Make an account' })} onSend={become} />
      )}
    </DoorPage>
  );
}
