/** Who makes a request. Declarations receive this, never a bare id. */
export type Caller =
  | { readonly kind: 'account'; readonly id: string }
  | { readonly kind: 'guest'; readonly id: string }
  | { readonly kind: 'visitor' }
  | { readonly kind: 'server' };

/** A caller that may run commands: somebody with an id, or the server itself (whose id is `server`). */
export type Actor = { readonly kind: 'account' | 'guest' | 'server'; readonly id: string };

export const VISITOR: Caller = { kind: 'visitor' };
export const SERVER: Actor & Caller = { kind: 'server', id: 'server' };

/** The caller's id, or undefined for a visitor and for the server. */
export const personOf = (caller: Caller): string | undefined =>
  caller.kind === 'account' || caller.kind === 'guest' ? caller.id : undefined;

/** Two callers with the same key may hold the same things; the key of verdict caches. */
export const callerKey = (caller: Caller): string => ('id' in caller ? `${caller.kind}:${caller.id}` : caller.kind);
