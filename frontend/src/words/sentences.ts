// What a refusal means, in a sentence for a person. A code without a sentence does not compile.
import type { ErrorBody, ErrorCode } from '@zoetrope/contract/errors.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { defineMessages, type IntlShape, type MessageDescriptor } from 'react-intl';

/** As systems show file sizes to people. */
export const PHOTO_MEGABYTES = LIMITS.photoBytes / 1024 ** 2;
export const VIDEO_MINUTES = LIMITS.videoSeconds / 60;

const SENTENCES: Readonly<Record<ErrorCode, MessageDescriptor>> = defineMessages({
  invalid: { id: 'refusal.invalid', defaultMessage: 'Something here is not right. Please look at the marked fields.' },
  unauthenticated: { id: 'refusal.unauthenticated', defaultMessage: 'Sign in to do this.' },
  forbidden: { id: 'refusal.forbidden', defaultMessage: 'You may not do this here.' },
  'not-found': { id: 'refusal.not-found', defaultMessage: 'This is not here any more, or is not shared with you.' },
  conflict: {
    id: 'refusal.conflict',
    defaultMessage: 'Somebody was faster. Look again and try once more if it is still needed.',
  },
  stale: { id: 'refusal.stale', defaultMessage: 'This is no longer valid.' },
  'too-large': { id: 'refusal.too-large', defaultMessage: 'This is too large to send.' },
  unsupported: { id: 'refusal.unsupported', defaultMessage: 'This kind of file does not work here.' },
  'slow-down': {
    id: 'refusal.slow-down',
    defaultMessage: 'That was a lot at once. Please wait a moment and try again.',
  },
  unavailable: {
    id: 'refusal.unavailable',
    defaultMessage: 'The server cannot be reached right now. Nothing is lost; try again in a moment.',
  },
  internal: {
    id: 'refusal.internal',
    defaultMessage: 'Something broke on the server. It has been noted; nothing of yours is lost.',
  },
  'not-json': { id: 'refusal.not-json', defaultMessage: 'The request did not arrive in one piece. Please try again.' },
  'unknown-command': {
    id: 'refusal.unknown-command',
    defaultMessage: 'The server does not know how to do this. Reload the page and try again.',
  },
  'command-id-reused': {
    id: 'refusal.command-id-reused',
    defaultMessage: 'This was sent before with other content. Please try again.',
  },
  'outdated-client': {
    id: 'refusal.outdated-client',
    defaultMessage: 'The site was updated. Reload to go on; what you typed is kept.',
  },
  'wrong-origin': {
    id: 'refusal.wrong-origin',
    defaultMessage: 'This page was opened under an address that the server does not know as its own.',
  },
  'session-ended': {
    id: 'refusal.session-ended',
    defaultMessage: 'You were signed out on this device. Sign in to go on.',
  },
  'wrong-password': { id: 'refusal.wrong-password', defaultMessage: 'The sign-in name or the password is wrong.' },
  'login-taken': { id: 'refusal.login-taken', defaultMessage: 'This sign-in name is taken. Please choose another.' },
  'sign-up-closed': { id: 'refusal.sign-up-closed', defaultMessage: 'This site does not take new accounts.' },
  'invite-needed': {
    id: 'refusal.invite-needed',
    defaultMessage: 'You need an invitation to make an account here. Ask somebody who is in.',
  },
  'invite-expired': {
    id: 'refusal.invite-expired',
    defaultMessage: 'This invitation has expired. Ask for a new link.',
  },
  'invite-used-up': {
    id: 'refusal.invite-used-up',
    defaultMessage: 'This invitation has been used as often as it could be. Ask for a new link.',
  },
  'link-used-up': {
    id: 'refusal.link-used-up',
    defaultMessage: 'This link has been used already, or its time is over. Ask for a new one.',
  },
  'already-member': { id: 'refusal.already-member', defaultMessage: 'You are in this group already.' },
  'group-full': { id: 'refusal.group-full', defaultMessage: 'This group is full.' },
  'last-owner': {
    id: 'refusal.last-owner',
    defaultMessage: 'The owner cannot leave. Make somebody else the owner first, or delete the group.',
  },
  'already-friends': {
    id: 'refusal.already-friends',
    defaultMessage: 'You are friends already, or one of you has asked.',
  },
  'everyone-is-off': {
    id: 'refusal.everyone-is-off',
    defaultMessage: 'Sharing with everyone is switched off on this site.',
  },
  'photo-empty': { id: 'refusal.photo-empty', defaultMessage: 'The file is empty.' },
  'photo-too-large': {
    id: 'refusal.photo-too-large',
    defaultMessage: 'The file is over the limit of {megabytes, number} MB.',
  },
  'photo-too-many-pixels': {
    id: 'refusal.photo-too-many-pixels',
    defaultMessage: 'The picture has more than {megapixels, number} million pixels.',
  },
  'photo-too-complex': {
    id: 'refusal.photo-too-complex',
    defaultMessage: 'The picture takes too long to unpack. Save it anew, and choose that file.',
  },
  'photo-not-an-image': {
    id: 'refusal.photo-not-an-image',
    defaultMessage: 'This is not a picture that we can read. JPEG, HEIC, PNG, WebP, AVIF, GIF and TIFF work.',
  },
  'photo-damaged': { id: 'refusal.photo-damaged', defaultMessage: 'The picture is damaged; a part of it is missing.' },
  'videos-are-off': {
    id: 'refusal.videos-are-off',
    defaultMessage: 'This site takes no videos. Whoever runs it can change that, with the program ffmpeg.',
  },
  'video-too-large': {
    id: 'refusal.video-too-large',
    defaultMessage: 'The video is over the limit of {videoMegabytes, number} MB.',
  },
  'video-too-long': {
    id: 'refusal.video-too-long',
    defaultMessage: 'The video is longer than {videoMinutes, number} minutes. Cut it, and choose that file.',
  },
  'video-too-many-pixels': {
    id: 'refusal.video-too-many-pixels',
    defaultMessage: 'The video is larger than 4K. Save it smaller, and choose that file.',
  },
  'video-unsupported': {
    id: 'refusal.video-unsupported',
    defaultMessage:
      'There is no picture or no sound in this file that we can play. Save it as H.264, and choose that file.',
  },
  'video-damaged': { id: 'refusal.video-damaged', defaultMessage: 'The video is damaged; a part of it is missing.' },
  'upload-length': {
    id: 'refusal.upload-length',
    defaultMessage: 'This file changed while it was being sent. Choose it again.',
  },
  'upload-checksum': {
    id: 'refusal.upload-checksum',
    defaultMessage: 'This file was damaged on its way. Send it again.',
  },
  'quota-used-up': {
    id: 'refusal.quota-used-up',
    defaultMessage: 'Your photos take all the room that this site gives each person. Delete some, or ask for more.',
  },
  'photo-already-here': {
    id: 'refusal.photo-already-here',
    defaultMessage: 'This photo is here already. It was not added twice.',
  },
  'disk-full': {
    id: 'refusal.disk-full',
    defaultMessage: 'The server has no room for more photos. Tell whoever runs it; nothing else is affected.',
  },
});

/** What a sentence may name. */
const LIMITS_NAMED = {
  megabytes: PHOTO_MEGABYTES,
  megapixels: LIMITS.photoPixels / 1_000_000,
  videoMegabytes: LIMITS.videoBytes / 1024 ** 2,
  videoMinutes: VIDEO_MINUTES,
};

/** The sentence of a refusal; where there is a time to wait, with it. */
export function sentenceOf({ $t }: IntlShape, error: Pick<ErrorBody, 'code' | 'retryAfterMs'>): string {
  if (error.code !== 'slow-down' || !error.retryAfterMs) return $t(SENTENCES[error.code], LIMITS_NAMED);
  const seconds = Math.ceil(error.retryAfterMs / 1000);
  if (seconds < 90) {
    return $t(
      {
        id: 'refusal.slow-down.seconds',
        defaultMessage: 'That was a lot at once. Please wait {seconds, plural, one {# second} other {# seconds}}.',
      },
      { seconds },
    );
  }
  return $t(
    {
      id: 'refusal.slow-down.minutes',
      defaultMessage: 'That was a lot at once. Please wait {minutes, plural, one {# minute} other {# minutes}}.',
    },
    { minutes: Math.ceil(seconds / 60) },
  );
}
