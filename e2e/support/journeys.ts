// People with a browser each, in front of the built server. What a journey is about, they do in the browser; how it
// came to that, they did through the public API.
import path from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  type Page,
} from '@playwright/test';
import { INVITES, LINK_PAGES } from '@zoetrope/contract/accounts.ts';
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { acceptFriend, askFriend } from '@zoetrope/contract/features/friends.ts';
import { createGroup } from '@zoetrope/contract/features/groups.ts';
import { createInvite } from '@zoetrope/contract/features/invites.ts';
import { leaveGroup, removeMember } from '@zoetrope/contract/features/members.ts';
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { beginRoll } from '@zoetrope/contract/features/rolls.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { ORIGINAL, photoUrl, VIDEO } from '@zoetrope/contract/renditions.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import { createHash, randomBytes } from 'node:crypto';
import { type Answer, Api } from '#support/api.ts';
import { type ChosenFile, aPhotograph } from '#support/photographs.ts';
import { type Server, startServer } from '#support/server.ts';
import { insertAsTyped } from '#support/typing.ts';
import { until } from '#support/until.ts';
import { findFfmpeg } from '#support/videos.ts';
import { upload } from '#support/uploads.ts';
import { type Person, signUp } from '#support/world.ts';

const builtApp = path.resolve(import.meta.dirname, '..', '..', 'frontend', 'dist', 'app');

/** Starts a server that serves the built app; TEST_APP_DIR names another build than the tree's. */
export const startSite = async (env: Readonly<Record<string, string>> = {}): Promise<Server> =>
  startServer({
    env: {
      APP_DIR: process.env['TEST_APP_DIR'] ?? builtApp,
      // Videos where they can be had, on all long journeys: the others must not notice. To fetch what films takes a fresh
      // machine half a minute, which is not for every day.
      ...(process.env['ONLY_LONG'] === undefined ? {} : { FFMPEG: (await findFfmpeg()) ?? 'none' }),
      ...env,
    },
  });

/** The path of the one-time link that a first start prints, a moment after its first answer. */
export function printedAdministratorLink(lines: readonly string[]): Promise<string> {
  const pattern = new RegExp(`${LINK_PAGES.administrator}#[\\w-]+`, 'u');
  const find = () => lines.map((line) => pattern.exec(line)?.[0]).find(Boolean);
  return until('the server has printed a link for an administrator', find);
}

/** Everyone of one journey. */
export class Stage {
  private readonly contexts: BrowserContext[] = [];

  constructor(
    readonly server: Server,
    private readonly browser: Browser,
  ) {}

  get api(): Api {
    return new Api(this.server.url);
  }

  /** Somebody who has an account. */
  async person(name: string, context: BrowserContextOptions = {}): Promise<Guest> {
    return new Guest(this, await signUp(this.api, name), context);
  }

  /** Somebody who has none. Cookies and storage are theirs alone. */
  async stranger(context: BrowserContextOptions = {}): Promise<BrowserContext> {
    const opened = await this.browser.newContext({
      baseURL: this.server.url,
      reducedMotion: 'reduce',
      // A worker would fetch behind what journeys put between page and server; those about it say `allow`.
      serviceWorkers: 'block',
      ...context,
    });
    this.contexts.push(opened);
    if (this.browser.browserType().name() !== 'chromium') await insertAsTyped(opened);
    return opened;
  }

  administratorLink(): Promise<string> {
    return printedAdministratorLink(this.server.lines);
  }

  /** The group has all the people that it may have, as far as it counts them, until what this returns is called. */
  async crowd(groupId: string): Promise<() => Promise<void>> {
    const { database } = this.server;
    const [group] = await database.query('select member_count from groups where id = $1', [groupId]);
    const count = (people: number) =>
      database.query('update groups set member_count = $2 where id = $1', [groupId, people]).then(() => {});
    await count(LIMITS.groupMembers);
    return () => count(group.member_count);
  }

  async leave(): Promise<void> {
    await Promise.all(this.contexts.map((context) => context.close()));
  }
}

/** Somebody with an account, what they did before, and their browser. */
export class Guest {
  private opened: Promise<BrowserContext> | undefined;

  constructor(
    private readonly stage: Stage,
    readonly account: Person,
    private readonly options: BrowserContextOptions,
  ) {}

  get id(): string {
    return this.account.id;
  }
  get cookie(): string {
    return this.account.cookie;
  }

  /** Their browser, signed in; the same one each time. */
  context(): Promise<BrowserContext> {
    this.opened ??= this.openContext();
    return this.opened;
  }
  private async openContext(): Promise<BrowserContext> {
    const context = await this.stage.stranger(this.options);
    const [name = '', value = ''] = this.cookie.split('=');
    await context.addCookies([{ name, value, url: this.options.baseURL ?? this.stage.server.url, sameSite: 'Lax' }]);
    return context;
  }

  /** A new tab of their browser. */
  async tab(address: string): Promise<Page> {
    const page = await (await this.context()).newPage();
    await page.goto(address);
    return page;
  }

  private async command(command: AnyCommand, input: unknown): Promise<void> {
    const answer = await this.stage.api.command(command, input, this.cookie);
    if (answer.status >= 300) throw new Error(`${command.name}: ${answer.status} ${answer.text}`);
  }

  /** A group of theirs, with the others in it. Returns its id. */
  async makeGroup(name: string, ...others: Guest[]): Promise<string> {
    const groupId = newId();
    await this.command(createGroup, { id: groupId, name });
    for (const other of others) await other.accept(await this.invite(groupId));
    return groupId;
  }

  /** The token of a new link into a group, good for so many. */
  async invite(groupId: string, usesLeft: number | null = null): Promise<string> {
    const token = randomBytes(16).toString('hex');
    const tokenHash = createHash('sha256').update(token).digest('hex');
    const terms = { role: 'contributor', expiresAt: null, usesLeft };
    await this.command(createInvite, { id: newId(), groupId, tokenHash, ...terms });
    return token;
  }

  async accept(token: string): Promise<void> {
    const answer = await this.stage.api.request('POST', `${INVITES}/accept`, { cookie: this.cookie, body: { token } });
    if (answer.status >= 300) throw new Error(`the invitation: ${answer.status} ${answer.text}`);
  }

  removeFrom(groupId: string, other: Guest): Promise<void> {
    return this.command(removeMember, { groupId, personId: other.id });
  }

  leave(groupId: string): Promise<void> {
    return this.command(leaveGroup, { groupId, takePhotos: false });
  }

  ask(other: Guest): Promise<void> {
    return this.command(askFriend, { personId: other.id });
  }

  async befriend(other: Guest): Promise<void> {
    await this.ask(other);
    await other.command(acceptFriend, { personId: this.id });
  }

  /** A photo of theirs, ready to be looked at. `to` is a group's id, `friends` or `everyone`. Returns its id. */
  async addPhoto(to: string, caption: string, file?: ChosenFile): Promise<string> {
    const photoId = newId();
    const audience: PhotoAudience =
      to === 'friends' || to === 'everyone' ? { to } : ({ to: 'group', groupId: to } as const);
    const { buffer } = file ?? (await aPhotograph(caption, 400, 300));
    const answer = await upload(this.stage.api, { photoId, audience, caption }, buffer, this.cookie);
    if (answer.status >= 300) throw new Error(`the upload: ${answer.status} ${answer.text}`);
    const { key } = PhotoTopic.of({ photoId });
    const isReady = async () => {
      const [batch] = await this.stage.api.sync({ [key]: null }, this.cookie);
      return batch?.k === 'snap' && batch.ch.some(({ row }) => row?.['state'] === 'ready');
    };
    await until(`the photo ${caption} is ready`, isReady, 30_000);
    return photoId;
  }

  /** A photo is shown with its first rendition; what is taken home is made after it. */
  async untilOriginal(photoId: string): Promise<void> {
    const isThere = async () => (await this.fetch(photoUrl(photoId, ORIGINAL))).status === 200;
    await until(`the original of ${photoId} is there`, isThere, 30_000);
  }

  /** A video is shown with its poster; it can be played after it. */
  async untilPlayable(photoId: string): Promise<void> {
    const isThere = async () => (await this.fetch(photoUrl(photoId, VIDEO))).status === 200;
    await until(`the video ${photoId} can be played`, isThere, 60_000);
  }

  /** Says to a group that a photo of theirs is on its way; none follows. */
  announce(groupId: string): Promise<void> {
    const photos = [{ id: newId(), widthPx: 800, heightPx: 600 }];
    return this.command(beginRoll, { id: newId(), audience: { to: 'group', groupId }, photos });
  }

  comment(photoId: string, body: string): Promise<void> {
    return this.command(addComment, { id: newId(), photoId, body });
  }

  /** What an address answers to them, without a browser. */
  fetch(address: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.stage.api.request('GET', address, { cookie: this.cookie, headers });
  }
}

/** `stage` stands before a server that others use too; `ownStage` before one of its own, where nobody was yet. */
export const test = base.extend<{ stage: Stage; ownStage: Stage }, { server: Server }>({
  server: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are needed from this pattern.
    async ({}, use) => {
      const server = await startSite();
      await use(server);
      await server.remove();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  stage: async ({ server, browser }, use) => {
    const stage = new Stage(server, browser);
    await use(stage);
    await stage.leave();
  },
  ownStage: async ({ browser }, use) => {
    const server = await startSite();
    const stage = new Stage(server, browser);
    await use(stage);
    await stage.leave();
    await server.remove();
  },
});
