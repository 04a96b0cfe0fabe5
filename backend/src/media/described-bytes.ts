// Uploads and the bytes of photos, for /api/docs: no controller answers them (media.module.ts).
import { KIND_OF, type ErrorCode } from '@zoetrope/contract/errors.ts';
import { UPLOAD_ERROR_HEADER, UPLOADS_URL } from '@zoetrope/contract/media.ts';
import { KINDS, parameter, refusals, toHeaders, type Paths } from '#carriers/open-api.ts';
import { MIME_TYPES } from './sniff.ts';

const bytes = { schema: { type: 'string', format: 'binary' } };
const tus = parameter('header', 'tus-resumable', '1.0.0');
const uploadId = parameter('path', 'id', 'As the Location of the upload ends.');
const progress = toHeaders({ 'Upload-Offset': 'How many bytes have arrived.' });
const tags = ['uploads'];

const OF_UPLOADS: readonly ErrorCode[] = [
  ...KINDS,
  ...(Object.keys(KIND_OF) as ErrorCode[]).filter((code) => /^(?:photo|videos?|upload)-/u.test(code)),
  ...(['everyone-is-off', 'quota-used-up', 'disk-full'] as const),
];

/** One upload's operation: everything that tus and the rules of adding photos may refuse. */
const ofUpload = (operationId: string, summary: string, responses: object, more: object = {}) => ({
  tags,
  operationId,
  summary,
  responses: { ...responses, ...refusals(OF_UPLOADS) },
  ...more,
});

const sentBytes = { content: { 'application/offset+octet-stream': bytes } };
const photoHeaders = toHeaders({
  ETag: 'Names these bytes.',
  'Cache-Control': '`public, max-age=300` for photos that are for everyone, else `private, no-cache`.',
});
const photoBytes = {
  headers: photoHeaders,
  content: Object.fromEntries(Object.values(MIME_TYPES).map((type) => [type, bytes])),
};

export const BYTES_PATHS: Paths = {
  [UPLOADS_URL]: {
    post: ofUpload(
      'uploads.create',
      'Begins an upload (tus 1.0.0), only for signed-in people; with bytes, the first of them.',
      {
        201: {
          description: 'It has an address.',
          headers: { ...toHeaders({ Location: 'Where the bytes go.' }), ...progress },
        },
      },
      {
        parameters: [
          tus,
          parameter('header', 'upload-length', 'Of the whole file, in bytes.'),
          parameter(
            'header',
            'upload-metadata',
            '`photoId` (a UUID that the sender draws), `audience` (JSON), and perhaps `caption` and `sha256`; each in Base64.',
          ),
        ],
        requestBody: sentBytes,
      },
    ),
    options: ofUpload('uploads.options', 'What this server can of tus.', {
      204: { description: 'Versions and extensions, in headers.' },
    }),
  },
  [`${UPLOADS_URL}/{id}`]: {
    head: ofUpload(
      'uploads.offset',
      `How far an upload got. A refusal has its code in the header ${UPLOAD_ERROR_HEADER}.`,
      { 200: { description: 'It is under way, or has arrived.', headers: progress } },
      { parameters: [uploadId, tus] },
    ),
    patch: ofUpload(
      'uploads.send',
      'More bytes; with the last one the photo is added.',
      { 204: { description: 'They have arrived.', headers: progress } },
      {
        parameters: [uploadId, tus, parameter('header', 'upload-offset', 'Where these bytes begin.')],
        requestBody: sentBytes,
      },
    ),
    delete: ofUpload(
      'uploads.discard',
      'Gives an upload up.',
      { 204: { description: 'Nothing is left of it.' } },
      { parameters: [uploadId, tus] },
    ),
  },
  '/photos/{photoId}/{rendition}': {
    get: {
      tags: ['photos'],
      operationId: 'photos.bytes',
      summary: 'The bytes of a photo or video to those who may see it; honours Range and If-Range.',
      parameters: [
        parameter('path', 'photoId', "The photo's id."),
        parameter(
          'path',
          'rendition',
          '`w<width>.<avif|webp|jpg>`, answered with what comes nearest; `original`; or `video`.',
        ),
        parameter('header', 'if-none-match', 'The ETag of bytes that are there.', false),
        parameter('header', 'range', 'A part of them.', false),
      ],
      responses: {
        200: { description: 'All of it.', ...photoBytes },
        206: { description: 'The part that was asked for.', ...photoBytes },
        304: { description: 'The bytes with this ETag are the newest.', headers: photoHeaders },
        416: { description: 'There is no such part.' },
        ...refusals(['unauthenticated', 'not-found']),
      },
    },
  },
};
