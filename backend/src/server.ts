// One HTTP server with everything on it, from boot to the last answer.
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Accounts } from '#accounts/accounts.ts';
import { Admission } from '#carriers/admission.ts';
import { AppFiles, serveAssets } from '#carriers/app-files.ts';
import { AUTHENTICATION, type Authentication } from '#carriers/authentication.port.ts';
import { answerAhead } from '#carriers/ahead-of-router.ts';
import { CacheablePoll } from '#carriers/cacheable-poll.ts';
import { Crowding } from '#carriers/crowding.ts';
import { POLL_PATHS } from '#carriers/described-poll.ts';
import { installDoor, type Objection } from '#carriers/door.ts';
import { ErrorFilter } from '#carriers/error.filter.ts';
import { handOver, stopAccepting } from '#carriers/hand-over.ts';
import { applyHttpRules } from '#carriers/http-rules.ts';
import { LiveAdapter } from '#carriers/live.adapter.ts';
import { LiveGateway } from '#carriers/live.gateway.ts';
import { toNetworkOf, type Trusts } from '#carriers/network.ts';
import { serveOpenApi } from '#carriers/open-api.ts';
import { roleObjection } from '#carriers/role-door.ts';
import { answerUnreadable } from '#carriers/unreadable-requests.ts';
import { WaitingPolls } from '#carriers/waiting-polls.ts';
import { ConfigError, type Config } from '#config/config.ts';
import { databaseFault, listenFault, mayMakeNothing } from '#config/start-faults.ts';
import { Engine } from '#engine/engine.ts';
import { BYTES_PATHS } from '#media/described-bytes.ts';
import { RealtimeNode } from '#realtime/node.ts';
import { refusalOfRedis } from '#realtime/redis.ts';
import { UnchangedFeed } from '#reads/unchanged-feed.ts';
import { DatabaseUnreachable } from '#store/database.ts';
import { AppModule } from './app.module.ts';
import { reportError } from './errors.ts';
import { NestLog } from './nest-log.ts';

export interface RunningServer {
  readonly port: number;
  /** The one-time link that makes the administrator of the site at `origin`; undefined when there is one. */
  administratorLink(origin: string): Promise<string | undefined>;
  /** How long `stop` may take beyond what it needs: see DRAIN_SECONDS. */
  readonly drainMs: number;
  /** Says farewell to everybody, lets what is under way end, and lets go of everything. */
  stop(): Promise<void>;
}

/** `more` are modules that are not the product's. Errors: ConfigError naming the setting, else what a migration refused. */
export async function startServer(
  config: Config,
  registry: Registry,
  more: readonly Type[] = [],
): Promise<RunningServer> {
  const { databaseUrl, redisUrl } = config;
  const refusal = redisUrl && (await refusalOfRedis(redisUrl));
  if (refusal) throw new ConfigError(`REDIS_URL names a Redis that does not let us in: ${refusal}`);
  const engine = await openEngine(databaseUrl, registry);
  const realtime = new RealtimeNode({ engine, registry, redisUrl });
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with({ config, engine, realtime }, more), {
    logger: new NestLog(),
    bodyParser: false,
    forceCloseConnections: true,
    abortOnError: false,
  });
  const authentication = app.get<Authentication>(AUTHENTICATION);
  const appFiles = new AppFiles(config.appDir);
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);
  applyHttpRules(app, authentication);
  if (config.appDir !== undefined) app.use(serveAssets(config.appDir));
  app.useGlobalFilters(new ErrorFilter(appFiles));
  app.useWebSocketAdapter(new LiveAdapter(app, authentication));
  serveOpenApi(app, [POLL_PATHS, BYTES_PATHS]);
  await app.init();
  const gateway = app.get(LiveGateway);
  realtime.start(gateway.server);
  const http: Server & { maxHeaderSize?: number } = app.getHttpServer();
  http.keepAliveTimeout = KEEP_ALIVE_MS;
  // As the option of `http.createServer`, which Nest calls without: Node reads it for each connection.
  http.maxHeaderSize = MOST_OF_A_HEAD;
  const poll = new CacheablePoll(realtime.polls, authentication, app.get(Admission));
  const feed = app.get(UnchangedFeed);
  answerUnreadable(http);
  answerAhead(http, [(...exchange) => poll.answer(...exchange), (...exchange) => feed.answer(...exchange)]);
  const admission = app.get(Admission);
  const crowding = app.get(Crowding);
  const trusts = app.getHttpAdapter().getInstance().get('trust proxy fn') as Trusts;
  const networkOf = (request: IncomingMessage) => toNetworkOf(request, trusts);
  gateway.countBy((request) => crowding.hold(networkOf(request)));
  const whenCrowded: Objection = (request) => crowding.refusal(networkOf(request));
  installDoor(http, admission.toObjection(whenCrowded));
  installDoor(http, roleObjection(config.roles));
  // Not Nest's own `listen`, which prints what it throws as well.
  await once(http.listen(config.port, config.host), 'listening').catch((error: Error) => {
    throw listenFault(error, config);
  });

  return {
    port: (http.address() as AddressInfo).port,
    administratorLink: (origin) => app.get(Accounts).administrators.ensureLink(origin),
    drainMs: config.drainMs,
    async stop() {
      admission.leave();
      const polls = app.get(WaitingPolls);
      const endAtMs = performance.now() + config.drainMs;
      const closed = once(http, 'close');
      if (config.drainMs > 0) {
        await gateway.releasePolling(FAREWELL_MS);
        stopAccepting(http);
        await handOver([gateway, polls], config.drainMs);
      }
      gateway.stop();
      polls.stop();
      await drain(http, closed, Math.max(DRAIN_MS, endAtMs - performance.now()));
      await realtime.stop();
      await app.close();
      await engine.close();
    },
  };
}

/** Errors: ConfigError when the database cannot be used; what else a migration refused. */
async function openEngine(databaseUrl: string, registry: Registry): Promise<Engine> {
  try {
    return await Engine.open({ databaseUrl, registry, onReport: reportError });
  } catch (error) {
    if (error instanceof DatabaseUnreachable) throw databaseFault(error.cause as Error);
    throw mayMakeNothing(error as Error) ? databaseFault(error as Error) : error;
  }
}

/** Longer than a proxy keeps its idle connections (nginx: 60 s), else it sends requests into ones that we have just closed. */
const KEEP_ALIVE_MS = 75_000;
/**
 * Bytes. The caption comes with the announcement of an upload, in base64 as tus says: 2,000 graphemes of an emoji that is a
 * family are 67 kB. docker/nginx.conf and docker/haproxy.cfg let as much through.
 */
const MOST_OF_A_HEAD = 96 * 1024;
/** How long whoever polls may take to ask once more: the answer is the farewell. */
const FAREWELL_MS = 500;
/** How long answers under way may take before their connections are cut. */
const DRAIN_MS = 1_000;

/** Accepts nobody any more, and ends when every answer is out or the time is over. */
async function drain(http: Server, closed: Promise<unknown>, ms: number): Promise<void> {
  if (http.listening) http.close();
  // A connection that falls idle after `close` would be kept for the client's next request.
  const idle = setInterval(() => http.closeIdleConnections(), 20);
  const patience = new AbortController();
  await Promise.race([closed, delay(ms, undefined, { signal: patience.signal }).catch(() => {})]);
  patience.abort();
  clearInterval(idle);
}
