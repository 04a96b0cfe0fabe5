// `npm run demo`: the same server, filled with people who use it.
import 'reflect-metadata';
import { registry } from '@zoetrope/contract/registry.ts';
import { findAddresses } from '#config/addresses.ts';
import { ConfigError, readDemoConfig } from '#config/config.ts';
import { noteOrigin } from '#config/noted-origin.ts';
import { describeError, logLine } from '#log.ts';
import { runServer } from '#process.ts';
import { startServer } from '#server.ts';
import { DemoModule } from './demo.module.ts';
import { Easel } from './easel.ts';
import { readLedger } from './ledger.ts';
import { Town } from './town.ts';

runServer(async () => {
  const config = readDemoConfig();
  const ledger = await readLedger(config.databaseUrl);
  if (ledger.hasRealAccounts) {
    // Whoever tries the demo out may have made an account in it.
    const remedy = ledger.logins.size
      ? `Somebody made them in a demo: to begin it anew delete ${config.dataDir}, or give it another DATA_DIR.`
      : 'Give it a DATA_DIR of its own.';
    throw new ConfigError(`the demo keeps away from this database: it holds real accounts. ${remedy}`);
  }
  const server = await startServer(config, registry, [DemoModule]);
  const { local } = findAddresses(config.host, server.port);
  noteOrigin(config.dataDir, config.publicUrl ?? local);
  process.stdout.write(
    `\n  The demo   ${local}/demo\n\n  One click signs in as anybody. Photos arrive for some minutes, then now and then.\n\n`,
  );

  let town: Town | undefined;
  void liveIn(async (easel) => {
    const link = await server.administratorLink(local);
    town = await Town.open(local, link && new URL(link).hash.slice(1), easel, ledger);
    await town.fill();
    await town.live();
  });
  return {
    ...server,
    stop: async () => {
      town?.stop();
      await server.stop();
    },
  };
});

/** The site goes on when its people cannot. */
async function liveIn(life: (easel: Easel) => Promise<void>): Promise<void> {
  try {
    await life(new Easel());
  } catch (error) {
    logLine('error', 'The people of the demo stopped.', { error: describeError(error) });
  }
}
