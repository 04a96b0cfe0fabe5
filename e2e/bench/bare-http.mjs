// Child: the least that can answer an unchanged poll.
import { once } from 'node:events';
import http from 'node:http';
import { answer } from './child.mjs';

const etag = '"1-1"';
const server = http.createServer((request, response) => {
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag, 'cache-control': 'private, no-cache' });
    response.end();
  } else {
    response.writeHead(200, { etag });
    response.end('changed');
  }
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
answer({ port: () => server.address().port });
