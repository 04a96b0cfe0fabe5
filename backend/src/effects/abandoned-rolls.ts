// Takes from the screens what nobody is adding any more: the tab died, the phone sleeps, the network is gone.
import { Roll, expireRoll, Upload } from '@zoetrope/contract/features/rolls.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { SERVER } from '@zoetrope/contract/kernel/caller.ts';
import type { DataSource } from 'typeorm';
import type { Commands } from '#engine/ports.ts';
import { describeError, logLine } from '#log.ts';

const LOOK_EVERY_MS = 30_000;

export class AbandonedRolls {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly source: DataSource,
    private readonly commands: Commands,
  ) {}

  /** Looks now and then; does not wait. On several nodes each does, and the first to come is the one that does it. */
  start(): void {
    const look = () => {
      this.sweeping = this.sweeping.then(() => this.sweep());
    };
    look();
    this.timer = setInterval(look, LOOK_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  private async sweep(): Promise<void> {
    try {
      const rolls = await this.source
        .createQueryBuilder()
        .select('roll.id', 'id')
        .from(Roll.name, 'roll')
        .where('roll.expiresAt <= now()')
        .getRawMany<{ id: string }>();
      for (const { id } of rolls) await expireRollById(this.source, this.commands, id);
    } catch (error) {
      logLine('warning', 'Abandoned uploads stay a while longer.', { error: describeError(error) });
    }
  }
}

/** Whether it is gone by this: one that was renewed or ended meanwhile is refused, and well so. */
export async function expireRollById(source: DataSource, commands: Commands, id: string): Promise<boolean> {
  const uploads = await source.getRepository(Upload.name).findBy({ rollId: id });
  const input = { id, uploadIds: uploads.map((upload) => (upload as { id: string }).id) };
  return (await commands.run(SERVER, { id: newId(), name: expireRoll.name, input }, { onServer: true })).ok;
}
