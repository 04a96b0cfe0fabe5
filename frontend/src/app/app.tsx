import { Outlet, ScrollRestoration } from 'react-router';
import { AccountProvider } from '#features/accounts/account.tsx';
import { EndedNotice } from '#features/accounts/ended-notice.tsx';
import { LeftBehind } from '#forms/use-removal.tsx';
import { UploadOwner } from '#features/uploads/upload-place.tsx';
import { LinkSlot } from '#ui/link-slot.tsx';
import { ToastPlace } from '#ui/toast.tsx';
import { RouterLink } from './router-link.tsx';
import { StandingNotes } from './standing-notes.tsx';
import { Starting } from './starting.tsx';
import { UnreachablePage } from './unreachable-page.tsx';

/** What every page stands in: links, messages, who is here, scrolling. */
export function App() {
  return (
    <LinkSlot component={RouterLink}>
      <ToastPlace>
        <AccountProvider whileAsking={<Starting />} Unreachable={UnreachablePage}>
          <StandingNotes />
          <EndedNotice />
          <LeftBehind />
          <UploadOwner />
          <Outlet />
          <ScrollRestoration />
        </AccountProvider>
      </ToastPlace>
    </LinkSlot>
  );
}
