import { useRouteError } from 'react-router';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useIntl } from 'react-intl';

/** What browsers say of a module that did not come: Chromium, Firefox, Safari, and Vite of its styles. */
const NOT_FETCHED = /dynamically imported module|Importing a module script failed|Unable to preload/u;

/** Shown when a page's own code fails or cannot be fetched. */
export function FailedPage() {
  const { $t } = useIntl();
  const error = useRouteError();
  const isNotFetched = error instanceof Error && NOT_FETCHED.test(error.message);
  const reload = (
    <Button icon="retry" onClick={() => location.reload()}>
      {$t({ id: 'act.tryAgain', defaultMessage: 'Try again' })}
    </Button>
  );
  if (isNotFetched && !navigator.onLine) {
    return (
      <EmptyState
        isPage
        title={$t({ id: 'app.notKept', defaultMessage: 'This page is not on this device yet' })}
        action={reload}
      >
        {$t({ id: 'app.notKept.text', defaultMessage: 'It opens as soon as you are back online. Nothing is lost.' })}
      </EmptyState>
    );
  }
  if (isNotFetched) {
    return (
      <EmptyState isPage title={$t({ id: 'app.failed', defaultMessage: 'This did not load' })} action={reload}>
        {$t({
          id: 'app.failed.part',
          defaultMessage:
            'A part of the app did not come. The site may have been updated: load it anew. What you typed is kept.',
        })}
      </EmptyState>
    );
  }
  return (
    <EmptyState isPage title={$t({ id: 'app.failed', defaultMessage: 'This did not load' })} action={reload}>
      {$t({ id: 'app.failed.text', defaultMessage: 'The page stopped with an error. Your photos are safe.' })}
    </EmptyState>
  );
}
