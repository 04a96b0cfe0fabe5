import { Outlet, ScrollRestoration } from 'react-router';
import { LinkSlot } from '#ui/link-slot.tsx';
import { ToastPlace } from '#ui/toast.tsx';
import { RouterLink } from './router-link.tsx';

/** What every page stands in: links, messages, scrolling. */
export function App() {
  return (
    <LinkSlot component={RouterLink}>
      <ToastPlace>
        <Outlet />
        <ScrollRestoration />
      </ToastPlace>
    </LinkSlot>
  );
}
