import { useCallback, useState } from 'react';
import { DOWNLOADS_URL, type Download, type DownloadInput } from '@zoetrope/contract/downloads.ts';
import { useRefusalToast } from './use-refusal-toast.ts';
import { useHttp } from '#replica/hooks.tsx';
import { useToast } from '#ui/toast.tsx';
import { useIntl } from 'react-intl';

/** A large group's photos are judged and listed before the first byte. */
const PATIENCE_MS = 60_000;

/**
 * Originals as one zip: of a whole group, or of photos that were chosen. The browser's own list of downloads shows how far
 * it is and goes on with what broke off.
 *
 * Errors: none; a refusal is a toast, and so is what cannot be in it yet.
 */
export function useTakeHome(): { readonly isPreparing: boolean; takeHome(input: DownloadInput): void } {
  const http = useHttp();
  const { $t } = useIntl();
  const toast = useToast();
  const tellRefusal = useRefusalToast();
  const [isPreparing, setIsPreparing] = useState(false);
  const takeHome = useCallback(
    (input: DownloadInput) => {
      setIsPreparing(true);
      http
        .post<Download>(DOWNLOADS_URL, input, { timeoutMs: PATIENCE_MS })
        .then(({ url, unfinishedCount }) => {
          saveFrom(url);
          if (unfinishedCount === 0) return;
          toast({
            text: $t(
              {
                id: 'downloads.unfinished',
                defaultMessage:
                  '{photos, plural, one {A photo is still being prepared and is not in this download. Try again in a minute.} other {# photos are still being prepared and are not in this download. Try again in a minute.}}',
              },
              { photos: unfinishedCount },
            ),
          });
        })
        .catch(tellRefusal)
        .finally(() => setIsPreparing(false));
    },
    [http, tellRefusal, toast, $t],
  );
  return { isPreparing, takeHome };
}

/** As if a link to it were pressed: the page stays. */
export function saveFrom(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
}
