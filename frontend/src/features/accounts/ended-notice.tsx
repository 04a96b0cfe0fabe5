import { Button } from '#ui/button.tsx';
import { Note } from '#ui/note.tsx';
import { useAccount } from './account.tsx';

/** Says once why nothing arrives any more: the site was updated, or this device was signed out. Drafts are kept. */
export function EndedNotice() {
  const { ended } = useAccount();
  if (!ended) return null;
  return (
    <div role="status" className="z-pad">
      {ended === 'outdated-client' ? (
        <Note
          action={
            <Button size="small" onClick={() => location.reload()}>
              Reload
            </Button>
          }
        >
          The site was updated. Reload to go on; what you typed is kept.
        </Note>
      ) : (
        <Note>You were signed out on this device. Sign in to go on; what you typed is kept.</Note>
      )}
    </div>
  );
}
