import { expect, test } from 'vitest';
import { toErrorBody } from './errors.ts';

/** What Nest throws for an address that no route has. */
const nowhere = Object.assign(new Error('Cannot POST'), { status: 404 });

test.each(['comments/shout', 'comments/add2', 'comments/add-one', 'photo_albums/add', 'comments/%20'])(
  'the address of a command that nobody declared is an unknown command, as on the socket: %s',
  (path) => {
    expect(toErrorBody(nowhere, `POST /api/${path}`).code).toBe('unknown-command');
  },
);

test.each(['GET /api/comments/add', 'POST /api/comments', 'POST /api/comments/add/more', 'POST /comments/add'])(
  '%s is the address of none',
  (where) => {
    expect(toErrorBody(nowhere, where).code).toBe('not-found');
  },
);
