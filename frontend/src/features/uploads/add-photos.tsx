import { useCallback, useEffect } from 'react';
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { askForPhotos, suggested, type PhotoQuestion } from './asking.ts';

/** Opens the dialog that asks which photos, and for whom. */
export function useAddPhotos(): (question?: PhotoQuestion) => void {
  return useCallback((question) => askForPhotos(question ?? {}), []);
}

/** While a page is about these people, photos are for them unless told; undefined where it is about nobody to add for. */
export function useSuggested(audience: PhotoAudience | undefined, name: string): void {
  const key = audience && JSON.stringify(audience);
  useEffect(() => {
    if (key === undefined) return undefined;
    suggested.set({ audience: JSON.parse(key) as PhotoAudience, name });
    return () => suggested.set(undefined);
  }, [key, name]);
}
