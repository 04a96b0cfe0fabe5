// What this page asked before its script was here (index.html): who is here, and the topics that it begins with. By the
// time the script runs, a phone has the answer.
import type { Me } from '@zoetrope/contract/accounts.ts';
import type { Batch } from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import { hearServerDate } from '#replica/server-clock.ts';

interface FirstAnswer {
  readonly contract: number;
  readonly date: string | null;
  readonly me: Me;
  readonly batches: readonly Batch[];
}

/** An answer that is not here by then is not waited for: it is asked for anew, and what it brought with it is left. */
const PATIENCE_MS = 2_000;

/** Resolves to undefined where no answer came, whatever the reason: whoever asks anew hears of it. */
const page = globalThis as { firstAnswer?: Promise<FirstAnswer | undefined> | undefined };

/** What the page asked first; undefined when it was taken already, or did not come. Never rejects. */
export async function takeFirstAnswer(): Promise<FirstAnswer | undefined> {
  const { firstAnswer } = page;
  page.firstAnswer = undefined;
  const tooLate = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS));
  const answer = await Promise.race([firstAnswer, tooLate]);
  // A page of another build asks by itself, and is told.
  if (answer?.contract !== CONTRACT_VERSION) return undefined;
  hearServerDate(answer.date);
  return answer;
}
