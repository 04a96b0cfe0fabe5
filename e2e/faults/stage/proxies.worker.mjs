// The thread in which all wires of a stage run: what the clients are busy with does not slow them down.
import { parentPort } from 'node:worker_threads';
import { TcpProxy } from './tcp-proxy.mjs';

const proxies = new Map();

const calls = {
  async open(name) {
    const proxy = new TcpProxy();
    proxies.set(name, proxy);
    return proxy.open();
  },
  target: (name, port) => void (proxies.get(name).target = port),
  behave: (name, how) => proxies.get(name).behave(how),
  strand: (name) => proxies.get(name).strand(),
  drop: (name) => proxies.get(name).drop(),
  cut: (name) => proxies.get(name).cut(),
  heal: (name) => proxies.get(name).heal(),
  count: (name) => proxies.get(name).count,
  accepted: (name, sinceMs) => proxies.get(name).acceptedAtMs.filter((atMs) => atMs >= sinceMs),
};

parentPort.on('message', ({ id, call, args }) => {
  void Promise.resolve()
    .then(() => calls[call](...args))
    .then(
      (value) => parentPort.postMessage({ id, value }),
      (error) => parentPort.postMessage({ id, error: String(error) }),
    );
});
