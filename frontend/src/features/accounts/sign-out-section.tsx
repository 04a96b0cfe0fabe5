import { sendAllHeldBack } from '#forms/held-back.ts';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { Button } from '#ui/button.tsx';
import { useAccount } from './account.tsx';
import { useIntl } from 'react-intl';

export function SignOutSection() {
  const { $t } = useIntl();
  const { signOut } = useAccount();
  const { isBusy, error, send } = useSending();
  return (
    <section className="page-section">
      <RefusalNote error={error} />
      <p className="page-actions">
        <Button icon="leave" isBusy={isBusy} onClick={() => void send(() => sendAllHeldBack().then(signOut))}>
          {$t({ id: 'accounts.signOut', defaultMessage: 'Sign out' })}
        </Button>
      </p>
    </section>
  );
}
