import { answerOf, parameter, refusals, toHeaders, wireShape, type Paths } from './open-api.ts';

const headers = toHeaders({
  ETag: 'Epoch and version of the topic.',
  'Cache-Control':
    'For visitors `public, max-age=1`, and `public, max-age=300` for a piece of the log that is full; else `private, no-cache`.',
});

/** GET /api/sync, which cacheable-poll.ts answers, for /api/docs. */
export const POLL_PATHS: Paths = {
  '/api/sync': {
    get: {
      tags: ['sync'],
      operationId: 'poll',
      summary: 'Everything new in one topic, for shared caches and old browsers.',
      parameters: [
        parameter('query', 't', 'The topic.'),
        parameter('query', 'at', 'Where it is held, `<epoch>.<version>`; a snapshot without it.', false),
        parameter('header', 'if-none-match', 'The ETag of the answer before.', false),
      ],
      responses: {
        200: { ...answerOf('One batch.', wireShape('SyncAnswer')), headers },
        304: { description: 'The topic has not moved since the answer with this ETag.', headers },
        ...refusals(['invalid', 'unauthenticated', 'not-found']),
      },
    },
  },
};
