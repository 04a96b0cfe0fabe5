import { useState, type ComponentProps } from 'react';
import { useDraft } from '#replica/kept/use-draft.ts';
import type { TextEditor } from './text-editor.tsx';

interface TextEditing {
  readonly isOpen: boolean;
  open(): void;
  readonly editor: Pick<ComponentProps<typeof TextEditor>, 'text' | 'typed' | 'isFocused' | 'onText' | 'onDone'>;
}

/**
 * A text that is changed in its place, kept as a draft named `of` until it is saved or given up: after a reload, or the next
 * sign-in, the editor is open again with what was typed.
 */
export function useTextEditing(of: string, saved: string): TextEditing {
  const [typed, keep] = useDraft(of);
  const [isOpen, setIsOpen] = useState(false);
  return {
    isOpen: isOpen || typed !== '',
    open: () => setIsOpen(true),
    editor: {
      text: saved,
      typed: typed === '' ? undefined : typed,
      // What opens by itself takes the keys from nobody.
      isFocused: isOpen,
      onText: (text) => {
        // One that opened by itself stays open when all of it is rubbed out.
        setIsOpen(true);
        keep(text === saved ? '' : text);
      },
      onDone: () => {
        keep('');
        setIsOpen(false);
      },
    },
  };
}
