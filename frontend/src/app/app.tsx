import { useEffect } from 'react';
import { Outlet, ScrollRestoration } from 'react-router';
import { LinkSlot } from '#ui/link-slot.tsx';
import { ToastPlace } from '#ui/toast.tsx';
import { RouterLink } from './router-link.tsx';

// Panels come after the first photos, but before someone who has gone offline asks for one.
const panelsAfterMs = 4000;
function fetchPanels(): void {
  void Promise.allSettled([
    import('#ui/menu-panel.tsx'),
    import('#ui/popover-panel.tsx'),
    import('#ui/dialog-panel.tsx'),
    import('#ui/confirm-panel.tsx'),
    import('#ui/sheet-panel.tsx'),
  ]);
}

/** What every page stands in: links, messages, scrolling. */
export function App() {
  useEffect(() => {
    const timer = setTimeout(fetchPanels, panelsAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <LinkSlot component={RouterLink}>
      <ToastPlace>
        <Outlet />
        <ScrollRestoration />
      </ToastPlace>
    </LinkSlot>
  );
}
