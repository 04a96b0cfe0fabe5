// What two programs of different age have to agree on, as a list of fingerprints, and the version that names the list.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { registry } from '@zoetrope/contract/registry.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import * as z from 'zod/mini';
import { root, withoutComments } from './tree.mjs';

export const lockFile = path.join(root, 'contract', 'version.lock.json');
export const currentVersion = CONTRACT_VERSION;

/** Modules of the contract that hold no wire: they are indexes, drawn at random, or this very number. */
const isNoWire = new Set(['cases.ts', 'ids.ts', 'registry.ts', 'version.ts']);

const isSchema = (value) => typeof value === 'object' && value !== null && '_zod' in value;
const schemaOf = (schema) => z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
const fingerprint = (value) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);

/** Each part of the wire by name, with a fingerprint of it. */
export async function readWire(declared = registry, declarationsOf = readDeclarations) {
  const parts = new Map();
  for (const entity of declared.entities.values()) parts.set(`entity ${entity.name}`, schemaOf(entity.schema));
  for (const command of declared.commands.values()) {
    if (!command.serverOnly) parts.set(`command ${command.name}`, schemaOf(command.input));
  }
  for (const topic of declared.topics.values()) {
    parts.set(`topic ${topic.name}`, [topic.paramNames(), schemaOf(topic.input)]);
  }
  for (const { name, topic, body, ttlMs } of declared.signals.values()) {
    parts.set(`signal ${name}`, [topic.name, schemaOf(body), ttlMs]);
  }
  for (const { entity, topic, by, window, gathered } of declared.places) {
    parts.set(`place ${entity.name} in ${topic.name} by ${Object.values(by)}`, { by, window, gathered });
  }
  parts.set('messages', declarationsOf('kernel/wire').join(' '));
  for (const file of ['kernel/row.ts', ...topFiles()]) {
    const types = typesIn(declarationsOf(file.replace(/\.ts$/u, '')));
    if (types.length > 0) parts.set(`${file} types`, types.join(' '));
  }
  for (const [name, value] of await exportedConstants()) parts.set(name, value);
  return Object.fromEntries(
    [...parts].map(([name, value]) => [name, fingerprint(value)]).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Modules of the contract beside the features. */
const topFiles = () =>
  fs.readdirSync(path.join(root, 'contract')).filter((name) => name.endsWith('.ts') && !isNoWire.has(name));

/** What the compiler says that a module exports: one declaration each, on one line. */
export const readDeclarations = (module) =>
  withoutComments(fs.readFileSync(path.join(root, 'contract/dist', `${module}.d.ts`), 'utf8'))
    .split(/^(?=\S)(?!\})/mu)
    .map((declaration) => declaration.replaceAll(/\s+/gu, ' ').trim())
    .filter(Boolean);

/** Shapes without a schema, such as the body of every refusal: nothing else knows of a field that they gain or lose. */
const typesIn = (declarations) =>
  declarations.filter((declaration) => /^export (?:interface|type) \w/u.test(declaration));

/** Codes, limits, addresses and headers: every constant that the contract exports beside the features. */
async function exportedConstants() {
  const found = [];
  for (const file of [...topFiles(), 'kernel/wire.ts']) {
    for (const [name, value] of Object.entries(await import(`@zoetrope/contract/${file}`))) {
      if (typeof value === 'function') continue;
      found.push([`${file} ${name}`, isSchema(value) ? schemaOf(value) : value]);
    }
  }
  return found;
}

export const readLock = () => JSON.parse(fs.readFileSync(lockFile, 'utf8'));

/** The names of parts that differ. */
export function differences(before, after) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).toSorted();
}

/** A sentence for each part of the wire that changed under the same version, or was not locked after a new one. */
export function checkVersion(wire, lock = readLock(), version = currentVersion) {
  const changed = differences(lock.wire, wire);
  if (version === lock.version) {
    return changed.map(
      (name) => `version: ${name} changed; raise CONTRACT_VERSION, then node e2e/gates/lock-version.mjs`,
    );
  }
  return [`version: ${version} is not locked; run node e2e/gates/lock-version.mjs`];
}
