// What this page asked before its script was here (index.html): who is here, and the topics that it begins with. By the
// time the script runs, a phone has the answer.
import type { Me } from '@zoetrope/contract/accounts.ts';
import type { Batch } from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import { hearServerDate } from '#replica/server-clock.ts';

export interface FirstAnswer {
  readonly me: Me;
  readonly batches: readonly Batch[];
}
type Answered = FirstAnswer & { readonly contract: number; readonly date: string | null };

/** `asked` resolves to undefined where no answer came, whatever the reason: whoever asks anew hears of it. */
const { first } = globalThis as { first?: { asked: Promise<Answered | undefined>; here?: Answered } };

/** An answer that is not here by then is not waited for: it is asked for anew, and what it brought with it is left. */
const PATIENCE_MS = 2_000;

let isTaken = false;

/** What the page asked first, where it is here by now and was not taken. */
export const firstAnswerHere = (): FirstAnswer | undefined => (isTaken ? undefined : heard(first?.here));

/** The same a moment later; undefined when it was taken already, or does not come. Never rejects. */
export async function takeFirstAnswer(): Promise<FirstAnswer | undefined> {
  if (isTaken) return undefined;
  isTaken = true;
  const tooLate = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS));
  return heard(await Promise.race([first?.asked, tooLate]));
}

function heard(answer: Answered | undefined): FirstAnswer | undefined {
  // A page of another build asks by itself, and is told.
  if (answer?.contract !== CONTRACT_VERSION) return undefined;
  hearServerDate(answer.date);
  return answer;
}
