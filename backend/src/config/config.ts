// What the operator may set. The one place that reads the environment: everyone else is handed a Config.
import fs from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { findFfmpeg, ffmpegSetting } from './ffmpeg-setting.ts';
import { ROLES, rolesSetting, type Roles } from './roles.ts';
import { s3Setting, sizeSetting, type StorageSettings } from './storage-settings.ts';
import { trustProxySetting, type TrustProxy } from './trust-proxy.ts';

/** One sentence for the operator, naming the variable and what it must be. Values are quoted unless they may hold a password. */
export class ConfigError extends Error {}

export interface Config {
  readonly host: string;
  /** 0 lets the system choose; the address that is printed has the real one. */
  readonly port: number;
  /** Absolute; exists and can be written to. */
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** Absent: one process, events stay in memory. */
  readonly redisUrl: string | undefined;
  /** The origin that people type, without a slash at its end; absent: whatever the request says. */
  readonly publicUrl: string | undefined;
  readonly trustProxy: TrustProxy;
  /** Absolute; holds the built app's index.html. Absent: the server has the API only. */
  readonly appDir: string | undefined;
  readonly storage: StorageSettings;
  /** Absolute; absent: videos are refused. */
  readonly ffmpeg: string | undefined;
  /** What this process does; everything, unless others do the rest. */
  readonly roles: Roles;
  /** New sockets and pollers that this process takes; others are told when to come back. */
  readonly connectionsPerSecond: number;
  /** Sockets and held polls that one address, or one IPv6 network of 64 bits, may have here at a time. */
  readonly connectionsPerAddress: number;
  /** How long connections are handed over before the process stops; 0 lets go of all at once. */
  readonly drainMs: number;
}

/** Names the Config among Nest's providers. */
export const CONFIG = Symbol('Config');

type Environment = Readonly<Record<string, string | undefined>>;
type Setting<T> = z.ZodMiniType<T, string>;

/**
 * The checked settings; an empty variable counts as absent.
 *
 * Errors: ConfigError for the first wrong variable.
 * Effects: makes the data folder.
 */
export function readConfig(env: Environment = process.env): Config {
  const roles = read(env, 'ROLES', rolesSetting, ROLES.join(','));
  const redisUrl = readIfSet(env, 'REDIS_URL', redisUrlSetting);
  if (roles.size < ROLES.length && redisUrl === undefined) {
    throw new ConfigError(
      'REDIS_URL is missing; a process with only some of the ROLES hears of the others through it.',
    );
  }
  return {
    host: read(env, 'HOST', hostSetting, '0.0.0.0'),
    port: read(env, 'PORT', portSetting, '3000'),
    dataDir: read(env, 'DATA_DIR', dataDirSetting, '.data'),
    databaseUrl: readDatabaseUrl(env),
    redisUrl,
    publicUrl: readIfSet(env, 'PUBLIC_URL', publicUrlSetting),
    trustProxy: read(env, 'TRUST_PROXY', trustProxySetting, 'false'),
    appDir: readIfSet(env, 'APP_DIR', appDirSetting),
    storage: {
      s3: readIfSet(env, 'S3_URL', s3Setting),
      siteQuotaBytes: readIfSet(env, 'SITE_QUOTA', sizeSetting),
      minFreeBytes: read(env, 'MIN_FREE_SPACE', sizeSetting, '300 MB'),
    },
    ffmpeg: env['FFMPEG']?.trim() ? readIfSet(env, 'FFMPEG', ffmpegSetting) : findFfmpeg(env['PATH']),
    roles,
    connectionsPerSecond: read(env, 'CONNECTIONS_PER_SECOND', wholeNumber(1, 100_000), '500'),
    connectionsPerAddress: read(env, 'CONNECTIONS_PER_ADDRESS', wholeNumber(1, 100_000), '1000'),
    drainMs: read(env, 'DRAIN_SECONDS', wholeNumber(0, 600), '0') * 1_000,
  };
}

/** The same for the demo. Errors: also a ConfigError where the site has an address beyond this machine. */
export function readDemoConfig(env: Environment = process.env): Config {
  const config = readConfig(env);
  if (config.publicUrl && !['localhost', '127.0.0.1', '[::1]'].includes(new URL(config.publicUrl).hostname)) {
    throw new ConfigError('PUBLIC_URL must be localhost for the demo: everybody in it has the same known password.');
  }
  return config;
}

const secretNames = new Set(['DATABASE_URL', 'REDIS_URL', 'S3_URL']);

const must = (sentence: string) => ({ error: `must be ${sentence}` });

const hostSetting = z
  .string()
  .check(z.regex(/^[\w.:-]+$/u, must('a host name or an IP address, for example 0.0.0.0 or 127.0.0.1')));

const portSetting = z.pipe(
  z.string().check(z.refine(isPort, must('a whole number from 0 to 65535'))),
  z.transform((text) => Number(text)),
);

const wholeNumber = (min: number, max: number) =>
  z.pipe(
    z
      .string()
      .check(
        z.refine(
          (text) => /^\d{1,6}$/u.test(text) && Number(text) >= min && Number(text) <= max,
          must(`a whole number from ${min} to ${max}`),
        ),
      ),
    z.transform((text) => Number(text)),
  );

const dataDirSetting = z.pipe(
  z.pipe(
    z.string(),
    z.transform((folder) => path.resolve(folder)),
  ),
  z.string().check(z.refine(isWritableFolder, must('a folder that this user can write to'))),
);

const appDirSetting = z.pipe(
  z.pipe(
    z.string(),
    z.transform((folder) => path.resolve(folder)),
  ),
  z.string().check(z.refine(holdsIndex, must('the folder of the built app, with its index.html'))),
);

const databaseUrlSetting = z
  .string()
  .check(
    z.refine(
      (text) => isUrl(text, ['postgres:', 'postgresql:']),
      must('a PostgreSQL address such as postgres://user:password@host:5432/name, in which a % is written %25'),
    ),
  );

const redisUrlSetting = z
  .string()
  .check(
    z.refine(
      (text) => isUrl(text, ['redis:', 'rediss:']) && /^\/?\d*$/u.test(new URL(text).pathname),
      must('a Redis address such as redis://user:password@localhost:6379/0, in which a % is written %25'),
    ),
  );

const publicUrlSetting = z.pipe(
  z
    .string()
    .check(z.refine(isOrigin, must('an http or https address without a path, such as https://photos.example.org'))),
  z.transform((text) => new URL(text).origin),
);

function readDatabaseUrl(env: Environment): string {
  const url = readIfSet(env, 'DATABASE_URL', databaseUrlSetting);
  if (url === undefined) {
    throw new ConfigError('DATABASE_URL is missing; npm start sets it, or point it at a PostgreSQL of your own.');
  }
  return url;
}

function readIfSet<T>(env: Environment, name: string, setting: Setting<T>): T | undefined {
  const text = env[name]?.trim();
  return text ? parse(name, setting, text) : undefined;
}

function read<T>(env: Environment, name: string, setting: Setting<T>, otherwise: string): T {
  return parse(name, setting, env[name]?.trim() || otherwise);
}

function parse<T>(name: string, setting: Setting<T>, text: string): T {
  const result = z.safeParse(setting, text);
  if (result.success) {
    return result.data;
  }
  const given = secretNames.has(name) ? '' : `, not ${JSON.stringify(text)}`;
  throw new ConfigError(`${name} ${result.error.issues[0]?.message ?? 'is wrong'}${given}.`);
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/u.test(text) && Number(text) <= 65_535;
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && protocols.includes(url.protocol) && url.hostname !== '' && isEscaped(url);
}

/** What connects decodes the parts of an address: a percent sign that stands for itself is written %25. */
function isEscaped({ username, password, pathname }: URL): boolean {
  try {
    decodeURIComponent(username + password + pathname);
    return true;
  } catch {
    return false;
  }
}

function isOrigin(text: string): boolean {
  if (!isUrl(text, ['http:', 'https:'])) {
    return false;
  }
  const { origin, pathname, search, hash, username } = new URL(text);
  return origin !== 'null' && pathname === '/' && search + hash + username === '';
}

function isWritableFolder(folder: string): boolean {
  try {
    makeFolder(folder);
    fs.accessSync(folder, fs.constants.W_OK);
    return fs.statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

/** Node's own recursive mkdir never ends where a folder that exists says that nothing can be in it, as /proc does. */
function makeFolder(folder: string): void {
  if (fs.existsSync(folder)) {
    return;
  }
  makeFolder(path.dirname(folder));
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    // Another process that starts at the same time was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  }
}

function holdsIndex(folder: string): boolean {
  return fs.existsSync(path.join(folder, 'index.html'));
}
