// Somebody in the demo, who uses the site as everybody does: over HTTP.
import { ACCOUNTS, INVITES, type Account } from '@zoetrope/contract/accounts.ts';
import { STATUS, type ErrorBody } from '@zoetrope/contract/errors.ts';
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import { ATTEMPT_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { toUploadMetadata, UPLOADS_URL } from '@zoetrope/contract/media.ts';
import { DEMO_PASSWORD, type DemoPerson } from './people.ts';

/** The site said no to what somebody in the demo wanted. */
export class TurnedDown extends Error {}

export class Visitor {
  private constructor(
    private readonly origin: string,
    readonly personId: string,
    private readonly cookie: string,
  ) {}

  /** Signs in, or makes the account where there is none yet. Errors: throws with the server's code. */
  static async come(origin: string, { login, name }: DemoPerson, isKnown: boolean): Promise<Visitor> {
    const given = { login, password: DEMO_PASSWORD };
    const [path, body] = isKnown ? ['sign-in', given] : ['sign-up', { ...given, name }];
    const headers = { 'content-type': 'application/json' };
    const response = await send(origin, `${ACCOUNTS}/${path}`, { body: JSON.stringify(body), headers });
    const account = (await response.json()) as Account;
    const cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    return new Visitor(origin, account.personId, cookie);
  }

  /** Makes them administrator by the one-time token. Errors: as `come`. */
  async lead(token: string): Promise<void> {
    await this.post(`${ACCOUNTS}/administrator`, { token });
  }

  /** Errors: throws with the server's code. */
  async run(command: AnyCommand, input: unknown): Promise<void> {
    await this.post(`/api/${command.name.replace('.', '/')}`, input);
  }
  /** The same, but that it is done already is no error. */
  async ensure(command: AnyCommand, input: unknown): Promise<void> {
    await this.post(`/api/${command.name.replace('.', '/')}`, input, [STATUS.conflict]);
  }

  async accept(token: string): Promise<void> {
    await this.post(`${INVITES}/accept`, { token });
  }

  private async post(path: string, body: unknown, allowed: readonly number[] = []): Promise<void> {
    const headers = { 'content-type': 'application/json', cookie: this.cookie, [ATTEMPT_HEADER]: newId() };
    await send(this.origin, path, { body: JSON.stringify(body), headers }, allowed);
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

/** Waits as it is told where it was too fast. Errors: throws where it is refused with a status that is not `allowed`. */
async function send(
  origin: string,
  path: string,
  init: RequestInit,
  allowed: readonly number[] = [],
): Promise<Response> {
  const response = await fetch(origin + path, { method: 'POST', ...init });
  if (response.status === STATUS['slow-down']) {
    const { retryAfterMs = 1_000 } = (await response.json()) as ErrorBody;
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
    return send(origin, path, init, allowed);
  }
  if (!response.ok && !allowed.includes(response.status)) {
    const sentence = `${path} answered ${response.status} ${await response.text()}`;
    throw response.status < STATUS.internal ? new TurnedDown(sentence) : new Error(sentence);
  }
  return response;
}
