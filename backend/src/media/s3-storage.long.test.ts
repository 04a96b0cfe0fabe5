import fs from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { ConfigError } from '#config/config.ts';
import { s3Setting, type S3Settings } from '#config/storage-settings.ts';
import { S3Connection } from './s3-connection.ts';
import { S3Storage } from './s3-storage.ts';
import { ScratchFiles } from './scratch-files.ts';
import { testStorage } from './storage-suite.fixture.ts';
import { StorageAway, type Storage } from './storage.ts';
import { startSwift } from './swift.fixture.ts';

const swift = await startSwift();
afterAll(() => swift?.remove());

let scratch: string;
let settings: S3Settings;
let s3: S3Connection;
let storage: Storage;
beforeEach(async () => {
  scratch = await fs.mkdtemp(path.join(os.tmpdir(), 'scratch-'));
  if (!swift) return;
  settings = z.parse(s3Setting, swift.s3Url(await swift.makeBucket()));
  s3 = new S3Connection(settings);
  storage = new S3Storage(s3, 'media', new ScratchFiles(scratch), 2);
});
afterEach(() => fs.rm(scratch, { recursive: true }));

const list = async () => [...(await swift!.listBucket(settings.bucket)), ...(await fs.readdir(scratch))];

describe.skipIf(!swift)('storage in S3', () => {
  testStorage(() => ({ storage, list }));

  test('keeps below its own folder of the bucket', async () => {
    await new S3Storage(s3, 'uploads', new ScratchFiles(scratch)).put('ab/x', Buffer.from('x'));
    await storage.put('ab/x', Buffer.from('y'));
    await storage.removeAll('ab');
    expect(await list()).toEqual(['uploads/ab/x']);
  });

  test('is refused with a wrong secret, whatever it asks', async () => {
    const wrong = new S3Connection({ ...settings, secretAccessKey: 'a guess' });
    const others = new S3Storage(wrong, 'media', new ScratchFiles(scratch));
    await storage.put('ab/x', Buffer.from('mine'));
    await expect(others.put('ab/x', Buffer.from('theirs'))).rejects.toThrow(StorageAway);
    await expect(others.put('ab/y', Buffer.from('theirs'))).rejects.toThrow(StorageAway);
    await expect(others.open('ab/x')).rejects.toThrow(StorageAway);
    await expect(others.findSize('ab/x')).rejects.toThrow(StorageAway);
    await expect(others.remove('ab/x')).rejects.toThrow(StorageAway);
    await expect(others.removeAll('ab')).rejects.toThrow(StorageAway);
    expect(await list()).toEqual(['media/ab/x']);
    expect(await storage.findSize('ab/x')).toBe(4);
  });

  test.each([
    ['a secret', { secretAccessKey: 'a guess' }, /^S3_URL has a key, secret, bucket or region .* refuses/u],
    ['a key', { accessKeyId: 'photos:nobody' }, /^S3_URL has a key, secret, bucket or region .* refuses/u],
    ['a bucket', { bucket: 'not-there' }, /^S3_URL names the bucket not-there, which .* does not have\.$/u],
  ])('names %s that is wrong in one sentence at the start', async (_what, wrong, sentence) => {
    await s3.check();
    const checking = new S3Connection({ ...settings, ...wrong }).check();
    await expect(checking).rejects.toThrow(ConfigError);
    await expect(checking).rejects.toThrow(sentence);
  });
});

describe('an S3 that is away', () => {
  /** Takes connections and never says a word. */
  async function silence(): Promise<{ endpoint: string; connections: net.Socket[]; close(): void }> {
    const connections: net.Socket[] = [];
    const server = net.createServer((socket) => connections.push(socket.on('error', () => {}))).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    const close = () => {
      server.close();
      for (const socket of connections) socket.destroy();
    };
    return { endpoint: `http://127.0.0.1:${port}`, connections, close };
  }
  const patience = { connectMs: 200, requestMs: 200, idleMs: 200, pauseMs: 60_000 };
  const nobody = { bucket: 'photos', region: 'us-east-1', accessKeyId: 'key', secretAccessKey: 'secret' };

  test('is given up after a while, then at once, and the site starts without it', async () => {
    const silent = await silence();
    const away = new S3Connection({ ...nobody, endpoint: silent.endpoint }, patience);
    const there = new S3Storage(away, 'media', new ScratchFiles(scratch));
    await away.check();
    const asked = silent.connections.length;
    expect(asked).toBeGreaterThan(0);
    await expect(there.findSize('ab/x')).rejects.toThrow(StorageAway);
    await expect(there.put('ab/x', Buffer.from('x'))).rejects.toThrow(StorageAway);
    expect(silent.connections.length).toBe(asked);
    silent.close();
  });

  test('is not away while an object is sent to it that takes longer than an answer', async () => {
    let received = 0;
    const readSlowly = async (request: http.IncomingMessage) => {
      for await (const chunk of request) {
        received += (chunk as Buffer).length;
        await delay(10);
      }
    };
    const slow = http
      .createServer((request, response) => void readSlowly(request).then(() => response.end()))
      .listen(0, '127.0.0.1');
    await once(slow, 'listening');
    const { port } = slow.address() as net.AddressInfo;
    // What waits in the network's buffers moves nothing.
    const calm = { ...patience, idleMs: 10_000 };
    const connection = new S3Connection({ ...nobody, endpoint: `http://127.0.0.1:${port}` }, calm);
    const bytes = Buffer.alloc(4_000_000);
    const startedAt = performance.now();
    await new S3Storage(connection, 'media', new ScratchFiles(scratch)).put('ab/x', bytes);
    expect(performance.now() - startedAt).toBeGreaterThan(patience.requestMs);
    expect(received).toBe(bytes.length);
    slow.close();
  });

  test('is asked by one at a time whether it is back', async () => {
    const silent = await silence();
    const away = new S3Connection({ ...nobody, endpoint: silent.endpoint }, { ...patience, pauseMs: 0 });
    const there = new S3Storage(away, 'media', new ScratchFiles(scratch));
    await expect(there.findSize('ab/x')).rejects.toThrow(StorageAway);
    const asked = silent.connections.length;
    const all = Array.from({ length: 20 }, () => there.findSize('ab/x'));
    for (const one of await Promise.allSettled(all)) expect(one.status).toBe('rejected');
    // One, tried twice.
    expect(silent.connections.length - asked).toBeLessThanOrEqual(2);
    silent.close();
  });

  test.skipIf(!swift)('answers again when it is back, with all that it held', async () => {
    const patient = new S3Connection(settings, { ...patience, requestMs: 10_000, idleMs: 10_000, pauseMs: 0 });
    const there = new S3Storage(patient, 'media', new ScratchFiles(scratch));
    await there.put('ab/x', Buffer.from('kept'));
    await swift!.stop();
    await expect(there.findSize('ab/x')).rejects.toThrow(StorageAway);
    await expect(there.put('ab/y', Buffer.from('not kept'))).rejects.toThrow(StorageAway);
    await swift!.start();
    expect([await there.findSize('ab/x'), await there.findSize('ab/y')]).toEqual([4, undefined]);
    expect(await list()).toEqual(['media/ab/x']);
  });
});
