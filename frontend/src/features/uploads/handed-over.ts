import { forgetHandedOver, handedOver } from '#replica/kept/handed-over.ts';
import { askForPhotos } from './asking.ts';

/** Asks for whom the files are that another app handed over; nothing where there are none. */
export async function askForHandedOver(): Promise<void> {
  const { files, text } = await handedOver();
  if (files.length > 0) askForPhotos({ files, caption: text, onAnswered: () => void forgetHandedOver() });
}
