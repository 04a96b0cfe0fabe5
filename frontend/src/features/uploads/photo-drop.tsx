import './photo-drop.css';
import { useEffect, useState } from 'react';
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { askForPhotos, suggested } from './asking.ts';
import { findDropped } from './dropped-files.ts';
import { FormattedMessage } from 'react-intl';

interface Props {
  readonly audience: PhotoAudience;
  /** "Drop to add to Lake house". */
  readonly name: string;
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/** Lets people drop pictures anywhere on the page, or paste them. Shows a veil while they hover. */
export function PhotoDrop({ audience, name }: Props) {
  const [isOver, setIsOver] = useState(false);
  const key = JSON.stringify(audience);
  useEffect(() => {
    const target = JSON.parse(key) as PhotoAudience;
    suggested.set(target);
    // Entering a child leaves its parent, so only the depth says whether the page was left.
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth += 1;
      setIsOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setIsOver(false);
    };
    const over = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setIsOver(false);
      if (!event.dataTransfer) return;
      void findDropped(event.dataTransfer).then(({ files, leftOut }) => {
        if (files.length > 0 || leftOut.length > 0) askForPhotos({ audience: target, files, leftOut });
      });
    };
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      // What offices copy is text and a picture of it; into a field goes the text.
      const isText = isField(event.target) && event.clipboardData?.types.includes('text/plain');
      if (files.length === 0 || isText) return;
      event.preventDefault();
      askForPhotos({ audience: target, files });
    };
    addEventListener('dragenter', enter);
    addEventListener('dragleave', leave);
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    addEventListener('paste', paste);
    return () => {
      suggested.set(undefined);
      removeEventListener('dragenter', enter);
      removeEventListener('dragleave', leave);
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
      removeEventListener('paste', paste);
    };
  }, [key]);
  if (!isOver) return null;
  return (
    <div className="photo-drop">
      <p>
        <FormattedMessage id="uploads.drop" defaultMessage="Drop to add to {name}" values={{ name }} />
      </p>
    </div>
  );
}
