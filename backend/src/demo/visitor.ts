// Somebody in the demo, who uses the site as everybody does: over HTTP.
import { ACCOUNTS, INVITES, type Account, type InviteAccepted } from '@zoetrope/contract/accounts.ts';
import { STATUS, type ErrorBody } from '@zoetrope/contract/errors.ts';
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import { ATTEMPT_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { toUploadMetadata, UPLOADS_URL } from '@zoetrope/contract/media.ts';
import { DEMO_PASSWORD, type DemoPerson } from './people.ts';

export class Visitor {
  private constructor(
    private readonly origin: string,
    readonly personId: string,
    private readonly cookie: string,
  ) {}

  /** Signs in. Errors: throws with the server's code. */
  static async signIn(origin: string, { login }: DemoPerson): Promise<Visitor> {
    return Visitor.enter(origin, `${ACCOUNTS}/sign-in`, { login, password: DEMO_PASSWORD });
  }
  /** Makes the account. Errors: throws with the server's code. */
  static async signUp(origin: string, { login, name }: DemoPerson, invite?: string): Promise<Visitor> {
    return Visitor.enter(origin, `${ACCOUNTS}/sign-up`, {
      login,
      name,
      password: DEMO_PASSWORD,
      ...(invite && { invite }),
    });
  }
  /** Makes the account that is the administrator. Errors: throws with the server's code. */
  static async found(origin: string, { login, name }: DemoPerson, token: string): Promise<Visitor> {
    return Visitor.enter(origin, `${ACCOUNTS}/administrator`, {
      token,
      account: { login, name, password: DEMO_PASSWORD },
    });
  }

  private static async enter(origin: string, path: string, body: unknown): Promise<Visitor> {
    const response = await send(origin, path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    const account = (await response.json()) as Account;
    const cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    return new Visitor(origin, account.personId, cookie);
  }

  async run(command: AnyCommand, input: unknown): Promise<void> {
    await send(this.origin, `/api/${command.name.replace('.', '/')}`, {
      body: JSON.stringify(input),
      headers: { 'content-type': 'application/json', cookie: this.cookie, [ATTEMPT_HEADER]: newId() },
    });
  }

  async accept(token: string): Promise<InviteAccepted> {
    const response = await send(this.origin, `${INVITES}/accept`, {
      body: JSON.stringify({ token }),
      headers: { 'content-type': 'application/json', cookie: this.cookie },
    });
    return (await response.json()) as InviteAccepted;
  }

  /** Adds a photo and gives its id. One request: tus' creation-with-upload. */
  async addPhoto(bytes: Buffer, audience: PhotoAudience, caption: string): Promise<string> {
    const photoId = newId();
    const metadata = Object.entries(toUploadMetadata({ photoId, audience, caption }))
      .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
      .join(',');
    await send(this.origin, UPLOADS_URL, {
      body: new Uint8Array(bytes),
      headers: {
        cookie: this.cookie,
        'tus-resumable': '1.0.0',
        'upload-length': String(bytes.length),
        'upload-metadata': metadata,
        'content-type': 'application/offset+octet-stream',
      },
    });
    return photoId;
  }

  async changeAvatar(bytes: Buffer): Promise<void> {
    await send(this.origin, `${ACCOUNTS}/avatar`, {
      method: 'PUT',
      body: new Uint8Array(bytes),
      headers: { cookie: this.cookie, 'content-type': 'application/octet-stream' },
    });
  }
}

/** Waits as it is told where it was too fast. */
async function send(origin: string, path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(origin + path, { method: 'POST', ...init });
  if (response.status === STATUS['slow-down']) {
    const { retryAfterMs = 1_000 } = (await response.json()) as ErrorBody;
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
    return send(origin, path, init);
  }
  if (!response.ok) throw new Error(`${path} answered ${response.status} ${await response.text()}`);
  return response;
}
