import { useCallback } from 'react';
import { askForPhotos, type PhotoQuestion } from './asking.ts';

/** Opens the dialog that asks which photos, and for whom. */
export function useAddPhotos(): (question?: PhotoQuestion) => void {
  return useCallback((question) => askForPhotos(question ?? {}), []);
}
