import { once } from 'node:events';
import net from 'node:net';

/** A port on 127.0.0.1 that nobody listened on a moment ago. */
export async function findFreePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
