/** The one vocabulary of refusals. A code determines its kind, a kind determines the HTTP status; nobody matches on a message. */
export const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  stale: 410,
  'too-large': 413,
  unsupported: 415,
  'slow-down': 429,
  unavailable: 503,
  internal: 500,
} as const;
export type ErrorKind = keyof typeof STATUS;

export const KIND_OF = {
  invalid: 'invalid',
  unauthenticated: 'unauthenticated',
  forbidden: 'forbidden',
  'not-found': 'not-found',
  conflict: 'conflict',
  stale: 'stale',
  'too-large': 'too-large',
  unsupported: 'unsupported',
  'slow-down': 'slow-down',
  unavailable: 'unavailable',
  internal: 'internal',
  'not-json': 'invalid',
  'unknown-command': 'not-found',
  'command-id-reused': 'conflict',
  'outdated-client': 'stale',
  'wrong-origin': 'forbidden',
  'session-ended': 'unauthenticated',
  'wrong-password': 'unauthenticated',
  'login-taken': 'conflict',
  'sign-up-closed': 'forbidden',
  'invite-needed': 'forbidden',
  'invite-expired': 'stale',
  'invite-used-up': 'stale',
  'link-used-up': 'stale',
  'already-member': 'conflict',
  'group-full': 'conflict',
  'last-owner': 'conflict',
  'already-friends': 'conflict',
  'everyone-is-off': 'forbidden',
  'photo-empty': 'invalid',
  'photo-too-large': 'too-large',
  'photo-too-many-pixels': 'too-large',
  'photo-not-an-image': 'unsupported',
  'photo-too-complex': 'too-large',
  'photo-damaged': 'unsupported',
  'videos-are-off': 'unsupported',
  'video-too-large': 'too-large',
  'video-too-long': 'too-large',
  'video-too-many-pixels': 'too-large',
  'video-unsupported': 'unsupported',
  'video-damaged': 'unsupported',
  'upload-length': 'invalid',
  'upload-checksum': 'invalid',
  'quota-used-up': 'forbidden',
  'photo-already-here': 'conflict',
  'disk-full': 'unavailable',
} as const satisfies Record<string, ErrorKind>;
export type ErrorCode = keyof typeof KIND_OF;

/** What HTTP and the socket both carry. `message` is a plain sentence for people without the app; the app has its own texts. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly message: string;
  readonly retryAfterMs?: number;
  /** Which inputs are wrong: dotted path -> what is wrong, as a code such as `too_big`. */
  readonly fields?: { readonly [path: string]: string };
  /** Names the server's log line of an internal error. */
  readonly reportId?: string;
}

const MESSAGES: Record<ErrorCode, string> = {
  invalid: 'Something in the request is not right.',
  unauthenticated: 'Please sign in.',
  forbidden: 'You may not do this.',
  'not-found': 'This is not here, or not yours to see.',
  conflict: 'Somebody else was faster, or this exists already.',
  stale: 'This is no longer valid.',
  'too-large': 'This is too large.',
  unsupported: 'This kind of file is not supported.',
  'slow-down': 'Too many attempts. Please wait a moment.',
  unavailable: 'The server cannot answer right now. Nothing is lost; please try again.',
  internal: 'Something broke on the server. It has been noted.',
  'not-json': 'The request is not valid JSON.',
  'unknown-command': 'The server does not know this command.',
  'command-id-reused': 'This command id was used for something else.',
  'outdated-client': 'The site was updated. Please reload.',
  'wrong-origin': 'This request came from another site.',
  'session-ended': 'You were signed out.',
  'wrong-password': 'The name or the password is wrong.',
  'login-taken': 'This sign-in name is taken.',
  'sign-up-closed': 'This site does not take new accounts.',
  'invite-needed': 'You need an invitation to make an account here.',
  'invite-expired': 'This invitation has expired.',
  'invite-used-up': 'This invitation has been used up.',
  'link-used-up': 'This link has been used or has expired.',
  'already-member': 'You are in this group already.',
  'group-full': 'This group is full.',
  'last-owner': 'The owner cannot leave. Name another owner first, or delete the group.',
  'already-friends': 'You are friends already, or one of you has asked.',
  'everyone-is-off': 'Sharing with everyone is switched off on this site.',
  'photo-empty': 'The file is empty.',
  'photo-too-large': 'The file is over the size limit.',
  'photo-too-many-pixels': 'The picture has too many pixels.',
  'photo-too-complex': 'The picture takes too long to unpack.',
  'photo-not-an-image': 'This is not a picture that we can read.',
  'photo-damaged': 'The picture is damaged and cannot be read.',
  'videos-are-off': 'This site takes no videos.',
  'video-too-large': 'The video is over the size limit.',
  'video-too-long': 'The video is too long.',
  'video-too-many-pixels': 'The video is larger than 4K.',
  'video-unsupported': 'This is not a video that we can play.',
  'video-damaged': 'The video is damaged and cannot be read.',
  'upload-length': 'The file is longer than was announced.',
  'upload-checksum': 'The file was changed on its way.',
  'quota-used-up': 'Your photos take all the room that this site gives each person.',
  'photo-already-here': 'This photo is here already. It was not added twice.',
  'disk-full': 'The server has no room for more photos.',
};

/** A complete error body for `code`. */
export function errorBody(
  code: ErrorCode,
  more: Partial<Pick<ErrorBody, 'retryAfterMs' | 'fields' | 'reportId'>> = {},
): ErrorBody {
  return { code, kind: KIND_OF[code], message: MESSAGES[code], ...more };
}

/** A refusal on its way to the carrier, which writes its `body`. */
export class Refusal extends Error {
  readonly body: ErrorBody;
  constructor(code: ErrorCode, more: Partial<Pick<ErrorBody, 'retryAfterMs' | 'fields' | 'reportId'>> = {}) {
    super(code);
    this.body = errorBody(code, more);
  }
}
