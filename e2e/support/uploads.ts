// A photo on its way, as tus says: created and filled in one request.
import { toUploadMetadata, UPLOAD_ERROR_HEADER, UPLOADS_URL, type UploadWish } from '@zoetrope/contract/media.ts';
import type { Answer, Api } from '#support/api.ts';

const encode = (value: string): string => Buffer.from(value).toString('base64');

/** `byteCount`: of all of it, where these are only the first. Source: the tus protocol 1.0.0, Creation With Upload. */
export function upload(
  api: Api,
  wish: UploadWish,
  bytes: Uint8Array,
  cookie?: string,
  byteCount = bytes.length,
): Promise<Answer> {
  const metadata = Object.entries(toUploadMetadata(wish))
    .map(([name, value]) => `${name} ${encode(value)}`.trim())
    .join(',');
  return api.request('POST', UPLOADS_URL, {
    cookie,
    bytes,
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': String(byteCount),
      'upload-metadata': metadata,
      'content-type': 'application/offset+octet-stream',
    },
  });
}

/** The code that an upload's answer names where its body cannot. */
export const uploadErrorOf = (answer: Answer): string | null => answer.headers.get(UPLOAD_ERROR_HEADER);
