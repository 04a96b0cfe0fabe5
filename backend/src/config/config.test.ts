import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const given = { DATABASE_URL: 'postgres://alice:secret@localhost:5432/zoetrope', DATA_DIR: os.tmpdir() };

function sentenceFor(settings: Record<string, string>): string {
  try {
    readConfig({ ...given, ...settings });
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.message;
    }
    throw error;
  }
  return '';
}

test('what is not set, or set to nothing, has its default', () => {
  expect(readConfig({ ...given, PORT: '', REDIS_URL: ' ' })).toEqual({
    host: '0.0.0.0',
    port: 3000,
    dataDir: os.tmpdir(),
    databaseUrl: given.DATABASE_URL,
    redisUrl: undefined,
    publicUrl: undefined,
    trustProxy: false,
    appDir: undefined,
    storage: { s3: undefined, siteQuotaBytes: undefined, minFreeBytes: 300e6 },
    roles: new Set(['api', 'realtime', 'media']),
    connectionsPerSecond: 500,
    connectionsPerAddress: 1000,
    drainMs: 0,
    ffmpeg: undefined,
  });
});

test('ffmpeg is the one of the PATH that has ffprobe beside it, the one that is named, or none', async () => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'programs-'));
  try {
    const ffmpeg = path.join(folder, 'ffmpeg');
    const PATH = ['/nowhere', folder].join(path.delimiter);
    await fs.writeFile(ffmpeg, '', { mode: 0o755 });
    expect(readConfig({ ...given, PATH }).ffmpeg).toBeUndefined();
    expect(sentenceFor({ FFMPEG: ffmpeg })).toContain('FFMPEG must be the file of the program ffmpeg');
    await fs.writeFile(path.join(folder, 'ffprobe'), '', { mode: 0o755 });
    expect(readConfig({ ...given, PATH }).ffmpeg).toBe(ffmpeg);
    expect(readConfig({ ...given, FFMPEG: ffmpeg }).ffmpeg).toBe(ffmpeg);
    expect(readConfig({ ...given, PATH, FFMPEG: 'none' }).ffmpeg).toBeUndefined();
    expect(sentenceFor({ FFMPEG: 'ffmpeg' })).toContain('FFMPEG must be');
  } finally {
    await fs.rm(folder, { recursive: true });
  }
});

test('what is set is taken', () => {
  const settings = {
    SITE_QUOTA: '4 tb',
    HOST: '::1',
    PORT: '8080',
    PUBLIC_URL: 'https://Photos.example.org/',
    REDIS_URL: 'redis://cache',
  };
  expect(readConfig({ ...given, ...settings })).toMatchObject({
    host: '::1',
    storage: { siteQuotaBytes: 4e12, minFreeBytes: 300e6 },
    port: 8080,
    publicUrl: 'https://photos.example.org',
    redisUrl: 'redis://cache',
  });
});

test('S3_URL holds all that S3 wants to know', () => {
  const S3_URL = 'http://photos%3Azoetrope:a%2Bsecret%2Fof%3Dswift@localhost:8080/my-photos?region=eu-central-1';
  expect(readConfig({ ...given, S3_URL }).storage.s3).toEqual({
    endpoint: 'http://localhost:8080',
    bucket: 'my-photos',
    region: 'eu-central-1',
    accessKeyId: 'photos:zoetrope',
    secretAccessKey: 'a+secret/of=swift',
  });
  const { s3 } = readConfig({ ...given, S3_URL: 'https://key:secret@s3.example.org/photos/' }).storage;
  expect(s3).toMatchObject({ endpoint: 'https://s3.example.org', bucket: 'photos', region: 'us-east-1' });
});

test.each([
  ['true', true],
  ['false', false],
  ['2', 2],
  ['loopback, 10.0.0.0/8,::1', ['loopback', '10.0.0.0/8', '::1']],
])('TRUST_PROXY=%s is taken as Express takes it', (text, value) => {
  expect(readConfig({ ...given, TRUST_PROXY: text }).trustProxy).toEqual(value);
});

test('a process may have some of the roles, beside others that have the rest', () => {
  const { roles } = readConfig({ ...given, ROLES: ' media , api', REDIS_URL: 'redis://cache' });
  expect(roles).toEqual(new Set(['media', 'api']));
});

describe('a wrong setting is named in one sentence', () => {
  test.each([
    ['HOST', 'http://localhost'],
    ['PORT', 'abc'],
    ['PORT', '65536'],
    ['PORT', '3000.5'],
    ['DATA_DIR', '/dev/null/photos'],
    ['DATA_DIR', '/proc/photos/2026'],
    ['DATABASE_URL', 'mysql://localhost/zoetrope'],
    ['DATABASE_URL', 'postgres://alice:100%sure@localhost/zoetrope'],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'redis://:100%sure@localhost'],
    ['REDIS_URL', 'redis://localhost/photos'],
    ['PUBLIC_URL', 'photos.example.org'],
    ['PUBLIC_URL', 'https://example.org/photos'],
    ['PUBLIC_URL', 'ftp://example.org'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', 'yes'],
    ['TRUST_PROXY', '99999999999999999999'],
    ['APP_DIR', '/nowhere'],
    ['ROLES', 'api,cook'],
    ['ROLES', ','],
    ['CONNECTIONS_PER_SECOND', '0'],
    ['CONNECTIONS_PER_ADDRESS', 'many'],
    ['DRAIN_SECONDS', '1.5'],
    ['S3_URL', 'photos'],
    ['S3_URL', 'https://s3.example.org/photos'],
    ['S3_URL', 'https://key@s3.example.org/photos'],
    ['S3_URL', 'https://key:secret@s3.example.org'],
    ['S3_URL', 'https://key:secret@s3.example.org/photos/2024'],
    ['S3_URL', 'https://key:secret@s3.example.org/Photos'],
    ['S3_URL', 'https://key:%zz@s3.example.org/photos'],
    ['S3_URL', 'https://key:secret@s3.example.org/photos?regoin=eu'],
    ['S3_URL', 's3://key:secret@photos'],
  ])('%s=%s', (name, text) => {
    expect(sentenceFor({ [name]: text })).toMatch(new RegExp(`^${name} must be [^\\n]+\\.$`, 'u'));
  });

  test('without the Redis that a process with some of the roles needs', () => {
    expect(sentenceFor({ ROLES: 'media' })).toMatch(/^REDIS_URL is missing/u);
  });

  test('without a database', () => {
    expect(sentenceFor({ DATABASE_URL: '' })).toMatch(/^DATABASE_URL is missing/u);
  });

  test('and a password is never repeated', () => {
    expect(sentenceFor({ DATABASE_URL: 'alice:secret@localhost' })).not.toContain('secret');
    expect(sentenceFor({ REDIS_URL: 'http://:secret@localhost' })).not.toContain('secret');
    expect(sentenceFor({ S3_URL: 'ftp://key:hush@localhost' })).not.toContain('hush');
  });
});
