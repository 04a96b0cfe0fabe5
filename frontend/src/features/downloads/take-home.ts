import { useCallback, useState } from 'react';
import { DOWNLOADS_URL, type Download, type DownloadInput } from '@zoetrope/contract/downloads.ts';
import { useRefusalToast } from '#forms/use-refusal-toast.ts';
import { useReplica } from '#replica/hooks.tsx';
import { Http } from '#replica/http.ts';

/** A large group's photos are judged and listed before the first byte. */
const PATIENCE_MS = 60_000;

/**
 * Originals as one zip: of a whole group, or of photos that were chosen. The browser's own list of downloads shows how far
 * it is and goes on with what broke off.
 *
 * Errors: none; a refusal is a toast.
 */
export function useTakeHome(): { readonly isPreparing: boolean; takeHome(input: DownloadInput): void } {
  const { caller } = useReplica();
  const tellRefusal = useRefusalToast();
  const [isPreparing, setIsPreparing] = useState(false);
  const takeHome = useCallback(
    (input: DownloadInput) => {
      setIsPreparing(true);
      new Http({ caller })
        .post<Download>(DOWNLOADS_URL, input, { timeoutMs: PATIENCE_MS })
        .then(({ url }) => saveFrom(url), tellRefusal)
        .finally(() => setIsPreparing(false));
    },
    [caller, tellRefusal],
  );
  return { isPreparing, takeHome };
}

/** As if a link to it were pressed: the page stays. */
function saveFrom(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
}
