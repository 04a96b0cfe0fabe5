// What a refusal means, in a sentence for a person. A code without a sentence does not compile.
import type { ErrorBody, ErrorCode } from '@zoetrope/contract/errors.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';

/** As systems show file sizes to people. */
export const PHOTO_MEGABYTES = LIMITS.photoBytes / 1024 ** 2;

export const SENTENCES: Readonly<Record<ErrorCode, string>> = {
  invalid: 'Something here is not right. Please look at the marked fields.',
  unauthenticated: 'Sign in to do this.',
  forbidden: 'You may not do this here.',
  'not-found': 'This is not here any more, or is not shared with you.',
  conflict: 'Somebody was faster. Look again and try once more if it is still needed.',
  stale: 'This is no longer valid.',
  'too-large': 'This is too large to send.',
  unsupported: 'This kind of file does not work here.',
  'slow-down': 'That was a lot at once. Please wait a moment and try again.',
  unavailable: 'The server cannot be reached right now. Nothing is lost; try again in a moment.',
  internal: 'Something broke on the server. It has been noted; nothing of yours is lost.',
  'not-json': 'The request did not arrive in one piece. Please try again.',
  'unknown-command': 'The server does not know how to do this. Reload the page and try again.',
  'command-id-reused': 'This was sent before with other content. Please try again.',
  'outdated-client': 'The site was updated. Reload to go on; what you typed is kept.',
  'wrong-origin': 'This page was opened under an address that the server does not know as its own.',
  'session-ended': 'You were signed out on this device. Sign in to go on.',
  'wrong-password': 'The sign-in name or the password is wrong.',
  'login-taken': 'This sign-in name is taken. Please choose another.',
  'sign-up-closed': 'This site does not take new accounts.',
  'invite-needed': 'You need an invitation to make an account here. Ask somebody who is in.',
  'invite-expired': 'This invitation has expired. Ask for a new link.',
  'invite-used-up': 'This invitation has been used as often as it could be. Ask for a new link.',
  'link-used-up': 'This link has been used already, or its time is over. Ask for a new one.',
  'already-member': 'You are in this group already.',
  'group-full': 'This group is full.',
  'last-owner': 'The owner cannot leave. Make somebody else the owner first.',
  'already-friends': 'You are friends already, or one of you has asked.',
  'everyone-is-off': 'Sharing with everyone is switched off on this site.',
  'photo-empty': 'The file is empty.',
  'photo-too-large': `The file is over the limit of ${PHOTO_MEGABYTES} MB.`,
  'photo-too-many-pixels': `The picture has more than ${LIMITS.photoPixels / 1_000_000} million pixels.`,
  'photo-too-complex': 'The picture takes too long to unpack. Save it anew, and choose that file.',
  'photo-not-an-image': 'This is not a picture that we can read. JPEG, HEIC, PNG, WebP, AVIF, GIF and TIFF work.',
  'photo-damaged': 'The picture is damaged; a part of it is missing.',
  'upload-length': 'This file changed while it was being sent. Choose it again.',
  'upload-checksum': 'This file was damaged on its way. Send it again.',
  'disk-full': 'The server has no room for more photos. Tell whoever runs it; nothing else is affected.',
};

/** The sentence of a refusal; where there is a time to wait, with it. */
export function sentenceOf(error: Pick<ErrorBody, 'code' | 'retryAfterMs'>): string {
  if (error.code === 'slow-down' && error.retryAfterMs) {
    const seconds = Math.ceil(error.retryAfterMs / 1000);
    return `That was a lot at once. Please wait ${seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`}.`;
  }
  return SENTENCES[error.code];
}
