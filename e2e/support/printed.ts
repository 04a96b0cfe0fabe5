import { newId } from '@zoetrope/contract/ids.ts';
import type { Api } from '#support/api.ts';
import type { Server } from '#support/server.ts';
import { until } from '#support/until.ts';

const REFUSED = /notice A request was refused\. code=([a-z-]+) /;

/** What the server prints while `work` is done, in order: the code of each line about a refusal, any other line whole. */
export async function printedDuring(server: Server, api: Api, work: () => Promise<void>): Promise<string[]> {
  const before = server.lines.length;
  await work();
  // What was printed after an answer may arrive after it: a refusal of our own marks the end.
  const end = newId();
  await api.request('POST', `/api/${end}`);
  await until('the end is printed', () => server.lines.at(-1)?.includes(end) === true);
  return server.lines.slice(before, -1).map((line) => REFUSED.exec(line)?.[1] ?? line);
}
