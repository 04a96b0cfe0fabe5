// The room behind a real HTTP server, on a database of its own; nothing of ours is replaced.
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { newId } from '@zoetrope/contract/ids.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { AUTHENTICATION, type Authentication } from '#carriers/authentication.port.ts';
import { applyHttpRules } from '#carriers/http-rules.ts';
import { Engine } from '#engine/engine.ts';
import { sendError, toErrorBody } from '#errors.ts';
import { toAvatar } from '#media/avatar.ts';
import { testDatabase } from '#store/test-database.fixture.ts';
import { AccountsModule } from './accounts.module.ts';
import { Accounts, type AccountsSettings } from './accounts.ts';

@Catch()
class Refusals implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    sendError(host.switchToHttp().getResponse(), toErrorBody(error));
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: any;
}

/** One browser: it keeps its cookie as browsers do. */
export class Browser {
  cookie = '';
  constructor(readonly url: string) {}

  get = (route: string, headers: Record<string, string> = {}) => this.request('GET', route, undefined, headers);
  post = (route: string, body: unknown, headers: Record<string, string> = {}) =>
    this.request('POST', route, JSON.stringify(body), { 'content-type': 'application/json', ...headers });

  async request(
    method: string,
    route: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const sent = { ...(this.cookie ? { cookie: this.cookie } : {}), ...headers };
    const response = await fetch(this.url + route, { method, headers: sent, ...(body === undefined ? {} : { body }) });
    const [set] = response.headers.getSetCookie();
    if (set) this.cookie = set.includes('Max-Age=0') ? '' : set.split(';')[0]!;
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: text ? JSON.parse(text) : undefined };
  }
}

export interface Site {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly url: string;
  browser(): Browser;
  /** A browser with a new account in it, and the account. */
  person(name: string): Promise<{ browser: Browser; personId: string; login: string; password: string }>;
  run(personId: string, command: AnyCommand, input: unknown): Promise<void>;
  /** Another node on the same database. */
  another(settings?: Partial<AccountsSettings>): Promise<Site>;
  close(): Promise<void>;
}

/** Opens a site. Errors: a sentence when no PostgreSQL is named. */
export async function openSite(settings: Partial<AccountsSettings> = {}): Promise<Site> {
  const database = await testDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'zoetrope-accounts-'));
  const closing: (() => Promise<void>)[] = [];
  const open = async (more: Partial<AccountsSettings>): Promise<Site> => {
    const engine = await Engine.open({ databaseUrl: database.url, registry, onReport: () => {} });
    const app = await NestFactory.create<NestExpressApplication>(
      AccountsModule.with({
        ground: engine,
        announcements: { publish: () => {}, on: () => {}, onReplaced: () => {} },
        hasOtherNodes: false,
        avatars: { folder: path.join(folder, 'avatars'), render: toAvatar },
        origin: { publicUrl: undefined, isBehindProxy: true },
        ...settings,
        ...more,
      }),
      { logger: false, bodyParser: false },
    );
    app.useGlobalFilters(new Refusals());
    app.set('trust proxy', true);
    applyHttpRules(app, app.get<Authentication>(AUTHENTICATION));
    await app.listen(0, '127.0.0.1');
    closing.push(async () => {
      await app.close();
      await engine.close();
    });
    const accounts = app.get(Accounts);
    const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
    const site: Site = {
      engine,
      accounts,
      url,
      browser: () => new Browser(url),
      async person(name) {
        const browser = new Browser(url);
        const given = { login: `${name}-${newId().slice(-6)}`, name, password: `${name}'s long password` };
        const { json, status } = await browser.post('/api/accounts/sign-up', given);
        if (status !== 200) throw new Error(JSON.stringify(json));
        return { browser, personId: json.personId, ...given };
      },
      run: (personId, command, input) => accounts.rows.runFor(personId, command, input),
      another: (changed = {}) => open(changed),
      async close() {
        for (const each of closing) await each();
        await database.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
    return site;
  };
  return open({});
}
