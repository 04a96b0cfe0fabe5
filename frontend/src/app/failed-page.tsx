import { useState } from 'react';
import { holdsFiles } from '#features/uploads/here.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Starting } from './starting.tsx';
import { useIntl } from 'react-intl';

/** What browsers say of a module that did not come: Chromium, Firefox, Safari, and Vite of its styles. */
const NOT_FETCHED = /dynamically imported module|Importing a module script failed|Unable to preload/u;

const RELOADED = 'zoetrope:reloaded';
/** A build that lacks a part of itself would be loaded for ever. */
const ONCE_IN_MS = 60_000;

/**
 * Loads the page anew where that mends it and costs nothing: after a deploy the parts of the build before are gone. What was
 * typed is kept over it (replica/kept/drafts.ts); chosen files that are nowhere else would not be. Says whether it does.
 */
function reloadOnce(): boolean {
  if (!navigator.onLine || holdsFiles()) return false;
  try {
    if (Date.now() - Number(sessionStorage.getItem(RELOADED)) < ONCE_IN_MS) return false;
    sessionStorage.setItem(RELOADED, String(Date.now()));
  } catch {
    // Nothing would remember that it was tried.
    return false;
  }
  location.reload();
  return true;
}

/** Shown when a page's own code fails or cannot be fetched. */
export function FailedPage({ error }: { error: unknown }) {
  const { $t } = useIntl();
  const isNotFetched = error instanceof Error && NOT_FETCHED.test(error.message);
  const [isReloading] = useState(() => isNotFetched && reloadOnce());
  if (isReloading) return <Starting />;
  const isElsewhere = isNotFetched && !navigator.onLine;
  return (
    <main className="z-pad">
      <EmptyState
        isPage
        title={
          isElsewhere
            ? $t({ id: 'app.notKept', defaultMessage: 'This page is not on this device yet' })
            : $t({ id: 'app.failed', defaultMessage: 'This did not load' })
        }
        action={
          <Button icon="retry" onClick={() => location.reload()}>
            {$t({ id: 'act.tryAgain', defaultMessage: 'Try again' })}
          </Button>
        }
      >
        {isElsewhere
          ? $t({ id: 'app.notKept.text', defaultMessage: 'It opens as soon as you are back online. Nothing is lost.' })
          : isNotFetched
            ? $t({
                id: 'app.failed.part',
                defaultMessage:
                  'A part of the app did not come. The site may have been updated: load it anew. What you typed is kept.',
              })
            : $t({
                id: 'app.failed.text',
                defaultMessage: 'The page stopped with an error. Your photos are safe.',
              })}
      </EmptyState>
    </main>
  );
}
