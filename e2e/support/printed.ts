import { newId } from '@zoetrope/contract/ids.ts';
import type { Api } from '#support/api.ts';
import type { Server } from '#support/server.ts';
import { until } from '#support/until.ts';

const REFUSED = /notice A request was refused\. code=([a-z-]+) /;

/** What the server prints while `work` is done, in order: the code of each line about a refusal, any other line whole. */
export async function printedDuring(server: Server, api: Api, work: () => Promise<void>): Promise<string[]> {
  const before = await mark(server, api);
  await work();
  const end = await mark(server, api);
  return server.lines.slice(before, end - 1).map((line) => REFUSED.exec(line)?.[1] ?? line);
}

/** How many lines there are when all that was printed until now has arrived: a refusal of our own is the last of them. */
async function mark(server: Server, api: Api): Promise<number> {
  const name = newId();
  await api.request('POST', `/api/${name}`);
  return until('the mark is printed', () => server.lines.findLastIndex((line) => line.includes(name)) + 1 || undefined);
}
