import { ACCOUNTS } from '@zoetrope/contract/accounts.ts';
import { useState } from 'react';
import { fieldsOf, RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { Button } from '#ui/button.tsx';
import { useToast } from '#ui/toast.tsx';
import { AccountForm, PasswordField } from './account-form.tsx';
import { useAccount } from './account.tsx';
import { useIntl } from 'react-intl';

export function PasswordSection() {
  const { $t } = useIntl();
  const { http } = useAccount();
  const toast = useToast();
  const [password, setPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const { isBusy, error, send } = useSending();
  const change = async () => {
    await http.post(`${ACCOUNTS}/change-password`, { password, newPassword });
    setPassword('');
    setNewPassword('');
    toast({
      text: $t({
        id: 'accounts.passwordChanged',
        defaultMessage: 'The password is changed. Other devices are signed out.',
      }),
    });
  };
  return (
    <section className="page-section">
      <h2>{$t({ id: 'accounts.password', defaultMessage: 'Password' })}</h2>
      <AccountForm onSend={() => void send(change)}>
        <PasswordField
          label={$t({ id: 'accounts.passwordNow', defaultMessage: 'Password now' })}
          value={password}
          onText={setPassword}
          error={undefined}
        />
        <PasswordField
          label={$t({ id: 'accounts.newPassword', defaultMessage: 'New password' })}
          value={newPassword}
          onText={setNewPassword}
          error={fieldsOf(error).newPassword}
          isNew
        />
        <RefusalNote error={error} beside={['newPassword']} />
        <Button type="submit" isBusy={isBusy}>
          {$t({ id: 'accounts.changePassword', defaultMessage: 'Change the password' })}
        </Button>
      </AccountForm>
    </section>
  );
}
