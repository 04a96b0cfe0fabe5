import './photo-drop.css';
import { useEffect, useState } from 'react';
import { askForPhotos, suggested } from './asking.ts';
import { findDropped } from './dropped-files.ts';
import { useWatched } from './watched.ts';
import { FormattedMessage } from 'react-intl';

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/**
 * Lets people drop pictures anywhere on any page, or paste them: a browser would leave the page for a picture that is dropped.
 * Shows a veil while they hover.
 */
export function PhotoDrop() {
  const [isOver, setIsOver] = useState(false);
  const page = useWatched(suggested);
  useEffect(() => {
    // A picture of the page itself, dragged, comes with a file of it.
    let isOurs = false;
    const begin = () => void (isOurs = true);
    const end = () => void (isOurs = false);
    const hasFiles = (event: DragEvent): boolean => !isOurs && (event.dataTransfer?.types.includes('Files') ?? false);
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
      if (!hasFiles(event)) return;
      event.preventDefault();
      // They may have come in before the page was listening.
      setIsOver(true);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setIsOver(false);
      if (!event.dataTransfer) return;
      void findDropped(event.dataTransfer).then(({ files, leftOut }) => {
        if (files.length > 0 || leftOut.length > 0) askForPhotos({ files, leftOut });
      });
    };
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      // What offices copy is text and a picture of it; into a field goes the text.
      const isText = isField(event.target) && event.clipboardData?.types.includes('text/plain');
      if (files.length === 0 || isText) return;
      event.preventDefault();
      askForPhotos({ files });
    };
    addEventListener('dragstart', begin);
    addEventListener('dragend', end);
    addEventListener('dragenter', enter);
    addEventListener('dragleave', leave);
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    addEventListener('paste', paste);
    return () => {
      removeEventListener('dragstart', begin);
      removeEventListener('dragend', end);
      removeEventListener('dragenter', enter);
      removeEventListener('dragleave', leave);
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
      removeEventListener('paste', paste);
    };
  }, []);
  if (!isOver) return null;
  return (
    <div className="photo-drop">
      <p>
        {page ? (
          <FormattedMessage id="uploads.drop" defaultMessage="Drop to add to {name}" values={{ name: page.name }} />
        ) : (
          <FormattedMessage id="uploads.drop.any" defaultMessage="Drop to add photos" />
        )}
      </p>
    </div>
  );
}
