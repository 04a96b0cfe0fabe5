// 20: the answer is lost after the commit, and the command is sent again on another rung and to another process.
import { addComment, Comment } from '@zoetrope/contract/features/comments.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { ATTEMPT_HEADER, VERSION_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import { found, type Finding } from '#faults/stage/checks.ts';
import type { Fault } from '#faults/stage/fault.ts';
import type { Stage } from '#faults/stage/stage.ts';
import { routeOf } from '#support/api.ts';
import { until } from '#support/until.ts';

const TIMES = 10;

export const lostAnswers: Fault = {
  number: 20,
  title: 'Acknowledgement lost after the commit; sent again by another way and to another process',
  invariant: 'one effect, and the same answer',
  async run(stage) {
    return [await overHttp(stage), await overASocket(stage)];
  },
};

async function overHttp({ site, cast, photoIds }: Stage): Promise<Finding> {
  const [first, second] = site.nodes;
  const cookie = cast.cookie('bob');
  const ask = (url: string, id: string, input: object) =>
    fetch(url + routeOf(addComment), {
      method: 'POST',
      headers: {
        [VERSION_HEADER]: String(CONTRACT_VERSION),
        [ATTEMPT_HEADER]: id,
        cookie: cookie!,
        'content-type': 'application/json',
      },
      body: JSON.stringify(input),
    }).then((response) => response.text());
  let same = 0;
  const ids: string[] = [];
  for (let i = 0; i < TIMES; i++) {
    const [id, input] = [newId(), { id: newId(), photoId: photoIds[0]!, body: `answer ${i} is lost` }];
    ids.push(input.id);
    await first!.direct.behave({ swallows: routeOf(addComment) });
    const lost = await ask(first!.direct.url, id, input).then(
      () => false,
      () => true,
    );
    await first!.direct.heal();
    const answers = [await ask(second!.direct.url, id, input), await ask(first!.direct.url, id, input)];
    if (lost && answers[0] === answers[1] && answers[0]!.includes('"ok":true')) same++;
  }
  const count = await effects(site.database, ids);
  return found(
    'over HTTP',
    `${count} effects of ${TIMES} commands, ${same} answered alike`,
    count === TIMES && same === TIMES,
  );
}

/** The page's own outbox: what it sent on a socket is sent again on whatever comes up next. */
async function overASocket(stage: Stage): Promise<Finding> {
  const { site } = stage;
  const wire = await site.wires.open('answers', Number(new URL(site.door.url).port));
  const pages = [0, 1, 2, 3].map((i) =>
    stage.open({ person: stage.members[i]!, rung: 'ladder', topics: [stage.photoAt(0)], url: wire.url }),
  );
  await until('they are live', () => pages.every(({ connection }) => connection.status === 'live'), 30_000);
  await stage.untilSettled();
  await wire.behave({ deaf: 'down' });
  const ids = pages.map(() => newId());
  const running = pages.map(({ replica }, i) =>
    replica.run(addComment, { id: ids[i]!, photoId: stage.photoIds[0]!, body: 'sent on a socket' }),
  );
  await until('they are committed', async () => (await effects(site.database, ids)) === ids.length, 20_000, 50);
  await wire.heal();
  await wire.drop();
  const answered = (await Promise.allSettled(running)).filter(({ status }) => status === 'fulfilled').length;
  const count = await effects(site.database, ids);
  const shown = pages.filter(({ replica }) => ids.every((id) => replica.row(Comment, id))).length;
  stage.close(...pages);
  const figure = `${count} effects of ${ids.length} commands, ${answered} answered, ${shown} pages show all`;
  return found('over a socket, then whatever comes up', figure, count === ids.length && answered === ids.length);
}

/** How often these comments begin in the log. */
async function effects(database: Stage['site']['database'], ids: readonly string[]): Promise<number> {
  const [line] = await database.query(
    `select count(*)::int as n from change c, json_array_elements(c.body::json->'ch') x where x->>'id' = any($1)`,
    [ids],
  );
  return line.n as number;
}
