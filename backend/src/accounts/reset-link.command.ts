// `npm run reset-link -- <sign-in name>`: a one-time link for somebody who forgot their password, made on the server itself.
import { registry } from '@zoetrope/contract/registry.ts';
import { findAddresses } from '#config/addresses.ts';
import { ConfigError, readConfig } from '#config/config.ts';
import { notedOrigin } from '#config/noted-origin.ts';
import { databaseFault } from '#config/start-faults.ts';
import { createDataSource } from '#store/data-source.ts';
import { readLines } from '#store/database.ts';
import { OneTimeLinks, toLinkUrl } from './one-time-links.ts';

async function run(login: string): Promise<string> {
  const { databaseUrl, dataDir, publicUrl, host, port } = readConfig();
  const opening = createDataSource({ databaseUrl, registry, pool: 1 }).initialize();
  const source = await opening.catch((error: Error) => {
    throw databaseFault(error);
  });
  try {
    const query = (text: string, values: readonly unknown[]) => readLines(source, text, values);
    const [line] = await query('select person_id from credential where login = $1', [login.trim().toLowerCase()]);
    if (!line) throw new ConfigError(`nobody here signs in as ${JSON.stringify(login)}.`);
    const { token, expiresAt } = await new OneTimeLinks({ query }).makeReset(line['person_id']);
    const origin = publicUrl ?? notedOrigin(dataDir) ?? findAddresses(host, port).local;
    const url = toLinkUrl(origin, 'reset', token);
    return `Within 24 hours, until ${expiresAt.toISOString()}, this link sets a new password, once:\n${url}\n`;
  } finally {
    await source.destroy();
  }
}

const [login] = process.argv.slice(2);
try {
  if (!login) throw new ConfigError('name somebody: npm run reset-link -- <sign-in name>');
  process.stdout.write(await run(login));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`zoetrope: ${error.message}\n`);
  process.exitCode = 1;
}
