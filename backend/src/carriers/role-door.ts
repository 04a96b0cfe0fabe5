// A process that lacks a role does not answer for it: a front that was told wrongly is noticed at once, instead of a load
// that lands where nobody looks for it.
import { errorBody } from '@zoetrope/contract/errors.ts';
import type { Roles } from '#config/roles.ts';
import type { Objection } from './door.ts';

/** Sockets, poll and long poll: what waits, and what asks again and again. */
const REALTIME = /^\/(socket\.io|api\/sync|api\/signals)(?=[/?]|$)/;
const ANYWHERE = /^\/api\/(health|older)(?=[/?]|$)/;

/** Objects to what is not among the roles. */
export const roleObjection =
  (roles: Roles): Objection =>
  ({ url = '' }) => {
    const isOurs = ANYWHERE.test(url) || roles.has(REALTIME.test(url) ? 'realtime' : 'api');
    return isOurs ? undefined : errorBody('not-found');
  };
