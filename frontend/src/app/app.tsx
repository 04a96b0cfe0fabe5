import { AccountProvider } from '#features/accounts/account.tsx';
import { EndedNotice } from '#features/accounts/ended-notice.tsx';
import { CommentsLeftBehind } from '#features/comments/left-behind.tsx';
import { LeftBehind } from '#forms/use-removal.tsx';
import { UploadOwner, UploadQuestion } from '#features/uploads/upload-place.tsx';
import { useStanding } from '#router/router.tsx';
import { LinkSlot } from '#ui/link-slot.tsx';
import { ToastPlace } from '#ui/toast.tsx';
import { FailedPage } from './failed-page.tsx';
import { FailureGuard } from './failure-guard.tsx';
import { Framed } from './frame.tsx';
import { RouterLink } from './router-link.tsx';
import { StandingNotes } from './standing-notes.tsx';
import { Starting } from './starting.tsx';
import { UnreachablePage } from './unreachable-page.tsx';

/** What every page stands in: links, messages, who is here. */
export function App() {
  return (
    <LinkSlot component={RouterLink}>
      <ToastPlace>
        <FailureGuard attempt="">
          <AccountProvider whileAsking={<Starting />} Unreachable={UnreachablePage}>
            <StandingNotes />
            <EndedNotice />
            <LeftBehind />
            <CommentsLeftBehind />
            <UploadOwner />
            <UploadQuestion />
            <Shown />
          </AccountProvider>
        </FailureGuard>
      </ToastPlace>
    </LinkSlot>
  );
}

/** The page of the address. One that fails leaves the frame as it is: the way elsewhere, and what is being uploaded. */
function Shown() {
  const { location, route, Page, error } = useStanding();
  const page = <FailureGuard attempt={location.key}>{Page ? <Page /> : <FailedPage error={error} />}</FailureGuard>;
  return route?.isFramed ? <Framed>{page}</Framed> : page;
}
