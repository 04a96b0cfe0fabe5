// Between the product and PostgreSQL: hands on every byte, and notes what was asked. So the bare loop runs the very
// statements that the product sends, whatever they become.
// Source: PostgreSQL documentation, "Frontend/Backend Protocol", message formats.
import { once } from 'node:events';
import net from 'node:net';

/** A proxy for `databaseUrl`. `asked` grows by `{ connection, text, values }`; values are absent for simple queries. */
export async function tapPostgres(databaseUrl) {
  const target = new URL(databaseUrl);
  const asked = [];
  let connections = 0;
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(target.port), target.hostname);
    const read = readerOf((connections += 1), asked);
    client.on('data', (chunk) => {
      read(chunk);
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => client.write(chunk));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ]) {
      one.on('close', () => other.destroy());
      one.on('error', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.port = String(server.address().port);
  return { url: url.href, asked, close: () => server.close() };
}

function readerOf(connection, asked) {
  const texts = new Map();
  let rest = Buffer.alloc(0);
  let hasBegun = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    // The first message has no type; all others begin with one.
    for (;;) {
      const offset = hasBegun ? 1 : 0;
      if (rest.length < offset + 4) return;
      const end = offset + rest.readInt32BE(offset);
      if (rest.length < end) return;
      if (hasBegun) note(String.fromCharCode(rest[0]), rest.subarray(5, end));
      hasBegun = true;
      rest = rest.subarray(end);
    }
  };

  function note(type, body) {
    if (type === 'P') {
      const [name, text] = [stringAt(body, 0), stringAt(body, body.indexOf(0) + 1)];
      texts.set(name, text);
    } else if (type === 'B') {
      asked.push({ connection, ...readBind(body, texts) });
    } else if (type === 'Q') {
      asked.push({ connection, text: stringAt(body, 0) });
    }
  }
}

const stringAt = (body, start) => body.toString('utf8', start, body.indexOf(0, start));

function readBind(body, texts) {
  const nameAt = body.indexOf(0) + 1;
  let at = body.indexOf(0, nameAt) + 1;
  at += 2 + 2 * body.readInt16BE(at);
  const count = body.readInt16BE(at);
  at += 2;
  const values = [];
  for (let i = 0; i < count; i += 1) {
    const length = body.readInt32BE(at);
    at += 4;
    values.push(length < 0 ? null : body.toString('utf8', at, at + length));
    at += Math.max(length, 0);
  }
  return { text: texts.get(stringAt(body, nameAt)), values };
}
