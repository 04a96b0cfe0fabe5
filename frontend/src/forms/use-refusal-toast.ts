import { useCallback } from 'react';
import { toRefused } from '#replica/refused.ts';
import { useToast } from '#ui/toast.tsx';
import { sentenceOf } from '#words/sentences.ts';
import { useIntl } from 'react-intl';

/** Tells of a refusal where no form is open to show it: for the `catch` of a command that one press sent. */
export function useRefusalToast(): (error: unknown) => void {
  const intl = useIntl();
  const toast = useToast();
  return useCallback((error) => toast({ text: sentenceOf(intl, toRefused(error).body) }), [toast, intl]);
}
