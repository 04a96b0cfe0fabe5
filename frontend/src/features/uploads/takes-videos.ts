// Whether the server takes videos: it needs a program that not every machine has.
import { UPLOAD_KINDS_URL, type UploadKinds } from '@zoetrope/contract/upload-kinds.ts';
import { useEffect, useState } from 'react';
import { Http } from '#replica/http.ts';

const http = new Http();
let asked: Promise<boolean | undefined> | undefined;

/** Asked once for a page. Undefined where it cannot be asked now; never rejects. */
export function takesVideos(): Promise<boolean | undefined> {
  asked ??= http.get<UploadKinds>(UPLOAD_KINDS_URL).then(
    ({ videos }) => videos,
    () => {
      asked = undefined;
      return undefined;
    },
  );
  return asked;
}

/** The same; false until it is known. */
export function useTakesVideos(): boolean {
  const [isTaken, setIsTaken] = useState(false);
  useEffect(() => {
    void takesVideos().then((found) => setIsTaken(found === true));
  }, []);
  return isTaken;
}
