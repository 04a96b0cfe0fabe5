// Child: the same SQL as a command of the product, without the product: a loop over `pg`, prepared and pipelined alike.
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { answer } from './child.mjs';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

answer({
  /**
   * `recorded` are the statements of one command in two halves, as the product sent them; `was` names what in them is this
   * command's own. Each turn puts its own in their place.
   */
  async run({ databaseUrl, pool, clients, seconds, recorded, was, photos }) {
    const connections = await Promise.all(
      Array.from({ length: Math.min(pool, clients) }, async () => {
        const client = new pg.Client({ connectionString: databaseUrl, pipeline: true });
        await client.connect();
        return client;
      }),
    );
    const endAt = performance.now() + seconds * 1000;
    let count = 0;
    const loop = async (client, mine) => {
      while (performance.now() < endAt) {
        const photo = photos[(mine + count) % photos.length];
        const fill = filling(was, photo);
        for (const half of recorded) {
          const results = await together(client, () => half.map((one) => ask(client, one, fill)));
          const last = results.at(-1);
          if (half.at(-1).text === 'COMMIT' && last.command !== 'COMMIT')
            throw new Error(`rolled back: ${last.command}`);
        }
        count += 1;
      }
    };
    const startedAt = performance.now();
    await Promise.all(connections.map(loop));
    const perSecond = (count * 1000) / (performance.now() - startedAt);
    await Promise.all(connections.map((client) => client.end()));
    return { count, perSecond };
  },
});

/** One packet for what belongs together, as the product does. */
function together(client, work) {
  const { stream } = client.connection;
  stream.cork();
  const asked = work();
  process.nextTick(() => stream.uncork());
  return Promise.all(asked);
}

function ask(client, { name, text, values }, fill) {
  if (values) return client.query({ name, text, values: values.map((value) => fill(value)) });
  // Numbers of advisory locks: each stands for a name that only this command has.
  const own = text.replaceAll(/lock\(-?\d+\)/g, () => `lock(${randomBytes(8).readBigInt64BE()})`);
  return client.query(own);
}

function filling(was, photo) {
  const now = new Date().toISOString();
  const pairs = [
    [was.photoId, photo.photoId],
    [was.groupId, photo.groupId],
    [was.commentId, randomUUID()],
    [was.attemptId, randomUUID()],
    [was.createdAt, now],
  ];
  return (value) => {
    if (value === null) return null;
    let text = value;
    for (const [from, to] of pairs) text = text.replaceAll(from, to);
    // The outbox's row has an id that nothing else names.
    return UUID.test(value) && text === value ? randomUUID() : text;
  };
}
