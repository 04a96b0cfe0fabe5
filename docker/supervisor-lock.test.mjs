import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processIdentity } from './process-identity.mjs';
import { AlreadyRunning, holdLock } from './supervisor-lock.mjs';

let folder;
let lock;
let stranger;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'zoetrope-lock-'));
  lock = path.join(folder, 'supervisor.lock');
  stranger = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
});

afterEach(async () => {
  if (stranger.exitCode === null && stranger.signalCode === null) {
    const exited = once(stranger, 'exit');
    stranger.kill('SIGKILL');
    await exited;
  }
  fs.rmSync(folder, { recursive: true });
});

test('a lock that a living process holds is refused in one sentence that names it', () => {
  fs.writeFileSync(lock, processIdentity(stranger.pid));
  expect(() => holdLock(lock, 'The database')).toThrow(AlreadyRunning);
  expect(() => holdLock(lock, 'The database')).toThrow(`The database is already in use by process ${stranger.pid};`);
  expect(fs.readdirSync(folder)).toEqual(['supervisor.lock']);
});

test('a lock whose owner was killed is taken over', async () => {
  fs.writeFileSync(lock, processIdentity(stranger.pid));
  const exited = once(stranger, 'exit');
  stranger.kill('SIGKILL');
  await exited;
  holdLock(lock, 'The database');
  expect(fs.readFileSync(lock, 'utf8')).toBe(processIdentity(process.pid));
});

test.skipIf(process.platform === 'win32')('a lock whose pid was given to somebody else is taken over', () => {
  fs.writeFileSync(lock, `${processIdentity(stranger.pid)}0`);
  holdLock(lock, 'The database');
  expect(fs.readFileSync(lock, 'utf8')).toBe(processIdentity(process.pid));
});

test('a lock that nobody finished writing is taken over', () => {
  fs.writeFileSync(lock, '');
  holdLock(lock, 'The database');
  expect(fs.readFileSync(lock, 'utf8')).toBe(processIdentity(process.pid));
});

test('a lock that was let go leaves nothing behind', () => {
  const release = holdLock(lock, 'The database');
  release();
  expect(fs.readdirSync(folder)).toEqual([]);
});
