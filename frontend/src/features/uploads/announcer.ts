// Tells the others that photos are coming, and when one is not. A courtesy: photos arrive without it just as well.
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { beginRoll, dropUpload, renewRoll } from '@zoetrope/contract/features/rolls.ts';
import type { Command } from '@zoetrope/contract/kernel/command.ts';
import { toRefused } from '#replica/refused.ts';

export interface Announced {
  readonly id: string;
  readonly audience: PhotoAudience;
  readonly photos: readonly { readonly id: string; readonly widthPx: number; readonly heightPx: number }[];
}

/** Runs a declared command. Errors: rejects with Refused. */
export type Run = <I>(command: Command<I, any>, input: I) => Promise<void>;

export class Announcer {
  constructor(private readonly run: Run) {}

  /** Resolves when the others know, or when they cannot be told; never rejects. */
  async begin(roll: Announced): Promise<void> {
    await this.run(beginRoll, { ...roll, photos: [...roll.photos] }).catch(() => undefined);
  }

  /** Still at it. False when the roll is gone, and has to begin anew. */
  async renew(rollId: string): Promise<boolean> {
    try {
      await this.run(renewRoll, { id: rollId });
      return true;
    } catch (error) {
      return toRefused(error).body.code !== 'not-found';
    }
  }

  /** These will not come. */
  drop(photoIds: readonly string[]): void {
    for (const id of photoIds) void this.run(dropUpload, { id }).catch(() => undefined);
  }
}
