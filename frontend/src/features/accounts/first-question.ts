// Who is here is asked before the rest of the app is run: on a slow phone that takes longer than the answer.
import { ACCOUNTS, type Me } from '@zoetrope/contract/accounts.ts';
import { Http } from '#replica/http.ts';

let underWay: Promise<Me> | undefined = new Http().get<Me>(`${ACCOUNTS}/me`);
// Whoever takes it hears of it.
underWay.catch(() => undefined);

/** The answer that this page asked for first; undefined when it was taken already. Errors: rejects with Refused. */
export function takeFirstAnswer(): Promise<Me> | undefined {
  const answer = underWay;
  underWay = undefined;
  return answer;
}
