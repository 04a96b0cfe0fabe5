import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { Button } from '#ui/button.tsx';
import { useAccount } from './account.tsx';

export function SignOutSection() {
  const { signOut } = useAccount();
  const { isBusy, error, send } = useSending();
  return (
    <section className="page-section">
      <RefusalNote error={error} />
      <p className="page-actions">
        <Button icon="leave" isBusy={isBusy} onClick={() => void send(signOut)}>
          Sign out
        </Button>
      </p>
    </section>
  );
}
