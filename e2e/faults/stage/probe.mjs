// `node --import` this before the built server: says over a Unix socket what the process holds, after a collection.
// The product has no hook for it.
import fs from 'node:fs';
import http from 'node:http';
import v8 from 'node:v8';
import vm from 'node:vm';

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc');

const file = process.env.FAULTS_PROBE;
fs.rmSync(file, { force: true });
const server = http.createServer((request, response) => {
  if (request.url === '/collected') collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  const handles = {};
  for (const kind of process.getActiveResourcesInfo()) handles[kind] = (handles[kind] ?? 0) + 1;
  response.end(JSON.stringify({ heapBytes: heapUsed + external, rssBytes: rss, handles }));
});
server.listen(file);
server.unref();
