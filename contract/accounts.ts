// The calls that are HTTP only, since they set cookies or carry bytes: accounts, sessions, one-time links, opened invites.
// Every POST, PUT and DELETE answers an ErrorBody when refused; form errors stand in its `fields`.
import * as z from 'zod/mini';
import { Name, Password, SignInName } from './limits.ts';

export const ACCOUNTS = '/api/accounts';
export const INVITES = '/api/invites';
export const AVATARS = '/api/avatars';

/** What stands in a link after its `#` or last `/`: 128 bits or more in base64url or hex. */
export const Token = z.string().check(z.regex(/^[A-Za-z0-9_-]{20,100}$/));

/** A name or password at sign-in is compared and never judged: a wrong one is `wrong-password`, whatever its length. */
const Given = z.string().check(z.maxLength(1_000));

/** POST /api/accounts/sign-up -> Account. With a valid invite it also joins the invite's group. */
export const SignUpInput = z.object({ login: SignInName, name: Name, password: Password, invite: z.optional(Token) });
export type SignUpInput = z.infer<typeof SignUpInput>;

/** POST /api/accounts/sign-in -> Account */
export const SignInInput = z.object({ login: Given, password: Given });
export type SignInInput = z.infer<typeof SignInInput>;

/** POST /api/accounts/change-password -> Done. Ends every other session of the account. */
export const ChangePasswordInput = z.object({ password: Given, newPassword: Password });
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>;

/** POST /api/accounts/reset -> Account, signed in. Ends every earlier session of the account. */
export const ResetInput = z.object({ token: Token, password: Password });
export type ResetInput = z.infer<typeof ResetInput>;

/** POST /api/accounts/reset-links -> ResetLink; for administrators. */
export const ResetLinkInput = z.object({ personId: z.uuid() });
export type ResetLinkInput = z.infer<typeof ResetLinkInput>;

/** POST /api/accounts/administrator -> Account. Without `account` the signed-in account becomes administrator. */
export const AdministratorInput = z.object({
  token: Token,
  account: z.optional(z.object({ login: SignInName, name: Name, password: Password })),
});
export type AdministratorInput = z.infer<typeof AdministratorInput>;

/** POST /api/invites/accept -> InviteAccepted */
export const AcceptInviteInput = z.object({ token: Token });
export type AcceptInviteInput = z.infer<typeof AcceptInviteInput>;

const Instant = z.iso.datetime();

/** Who is signed in here. `groupId` is there when a sign-up with an invite joined its group. */
export const Account = z.object({
  personId: z.uuid(),
  login: z.string(),
  isAdmin: z.boolean(),
  groupId: z.optional(z.uuid()),
});
export type Account = z.infer<typeof Account>;

/**
 * GET /api/accounts/me. Any answer without an error is true of the cookie that asked.
 *
 * `queueOf` is whose session the cookie was, where a new password or its age ended it and nobody meant this device: what that
 * person was sending may wait there for QUEUE_WAITS_DAYS (decision 0020).
 * `isUnclaimed` while the site has no administrator, who could invite: whoever comes may sign up unless it is closed.
 */
export const Me = z.union([
  z.object({ visitor: z.literal(false), ...Account.shape }),
  z.object({
    visitor: z.literal(true),
    queueOf: z.optional(z.uuid()),
    isUnclaimed: z.optional(z.literal(true)),
  }),
]);
export type Me = z.infer<typeof Me>;

/** Enough to be given a link for a new password, and as long as the server remembers how a session ended. */
export const QUEUE_WAITS_DAYS = 7;

/** One row of GET /api/accounts/sessions: last used first. DELETE /api/accounts/sessions/<id> ends it. */
export const SessionSummary = z.object({
  id: z.uuid(),
  /** Browser and system, such as "Firefox on Windows". */
  device: z.string(),
  createdAt: Instant,
  /** Exact to about five minutes. */
  lastSeenAt: Instant,
  isCurrent: z.boolean(),
});
export type SessionSummary = z.infer<typeof SessionSummary>;
export const SessionList = z.object({ sessions: z.array(SessionSummary) });
export type SessionList = z.infer<typeof SessionList>;

/** The link works once, until `expiresAt`. It is shown here and nowhere else. */
export const ResetLink = z.object({ url: z.string(), expiresAt: Instant });
export type ResetLink = z.infer<typeof ResetLink>;

/** GET /api/invites/<token>, for whoever holds the token. Errors: not-found, invite-expired, invite-used-up. */
export const InvitePreview = z.object({
  groupName: z.string(),
  memberCount: z.int(),
  inviterName: z.string(),
  role: z.enum(['viewer', 'contributor', 'admin']),
});
export type InvitePreview = z.infer<typeof InvitePreview>;

/** `already`: the caller was a member before; nothing was used up. */
export const InviteAccepted = z.object({ groupId: z.uuid(), already: z.boolean() });
export type InviteAccepted = z.infer<typeof InviteAccepted>;

/** PUT /api/accounts/avatar with the picture's bytes as its body; DELETE takes it away (null). */
export const AvatarChanged = z.object({ avatarId: z.nullable(z.uuid()) });
export type AvatarChanged = z.infer<typeof AvatarChanged>;
export const AVATAR_BYTES = 10 * 1024 * 1024;

/** Where the app shows what a one-time link is for. The token stands behind `#`, so that no server log and no Referer holds it. */
export const LINK_PAGES = { administrator: '/welcome', reset: '/reset' } as const;

export const Done = z.object({ done: z.literal(true) });
export type Done = z.infer<typeof Done>;
