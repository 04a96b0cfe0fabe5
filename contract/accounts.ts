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

/** Who is signed in here. `groupId` is there when a sign-up with an invite joined its group. */
export interface Account {
  readonly personId: string;
  readonly login: string;
  readonly isAdmin: boolean;
  readonly groupId?: string;
}

/** GET /api/accounts/me. Any answer without an error is true of the cookie that asked. */
export type Me = ({ readonly visitor: false } & Account) | { readonly visitor: true };

/** One row of GET /api/accounts/sessions: newest use first. DELETE /api/accounts/sessions/<id> ends it. */
export interface SessionSummary {
  readonly id: string;
  /** Browser and system, such as "Firefox on Windows". */
  readonly device: string;
  readonly createdAt: string;
  /** Exact to about five minutes. */
  readonly lastSeenAt: string;
  readonly isCurrent: boolean;
}
export interface SessionList {
  readonly sessions: readonly SessionSummary[];
}

/** The link works once, until `expiresAt`. It is shown here and nowhere else. */
export interface ResetLink {
  readonly url: string;
  readonly expiresAt: string;
}

/** GET /api/invites/<token>, for whoever holds the token. Errors: not-found, invite-expired, invite-used-up. */
export interface InvitePreview {
  readonly groupName: string;
  readonly memberCount: number;
  readonly inviterName: string;
  readonly role: 'viewer' | 'contributor' | 'admin';
}

/** `already`: the caller was a member before; nothing was used up. */
export interface InviteAccepted {
  readonly groupId: string;
  readonly already: boolean;
}

/** PUT /api/accounts/avatar with the picture's bytes as its body; DELETE takes it away (null). */
export interface AvatarChanged {
  readonly avatarId: string | null;
}
export const AVATAR_BYTES = 10 * 1024 * 1024;

/** Where the app shows what a one-time link is for. The token stands behind `#`, so that no server log and no Referer holds it. */
export const LINK_PAGES = { administrator: '/welcome', reset: '/reset' } as const;

export interface Done {
  readonly done: true;
}
