// A wire between two of the site's parts that can be cut, stalled, opened on one side only, slowed and tampered with.
import net from 'node:net';

/** How a wire behaves. Everything is off by default. */
const WHOLE = {
  /** Bytes are held back in both directions; connections stay up, new ones too. Nobody is told. */
  isStalled: false,
  /** `down`: what comes from the target is thrown away; `up`: what goes to it. The connection stays up. */
  deaf: undefined,
  /** Each chunk waits for so long, in both directions. */
  delayMs: 0,
  /** At most so many bytes a second from the target; 0 is no limit. */
  bytesPerSecond: 0,
  /** HTTP: requests lose their `Upgrade`. */
  stripsUpgrade: false,
  /** HTTP: requests whose line holds this text are answered 404 and not passed on. */
  refuses: undefined,
  /** HTTP: requests whose line holds this text are passed on; the answer is thrown away and the connection cut. */
  swallows: undefined,
};

export class TcpProxy {
  target = 0;
  /** When connections were accepted, ms since 1970. */
  acceptedAtMs = [];
  #how = { ...WHOLE };
  #pairs = new Set();
  #server;

  /** Listens on a port of its own; `target` is set later. */
  async open(port = 0) {
    const server = net.createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
    await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
    this.#server = server;
    this.port = server.address().port;
    return this.port;
  }

  /** Connections that are up. */
  get count() {
    return this.#pairs.size;
  }

  /** From now on, for connections that are up too. */
  behave(how) {
    this.#how = { ...WHOLE, ...how };
    for (const pair of this.#pairs) pair.resume();
  }

  /** What is up now stands still for good, in silence; new connections are as the wire is. */
  strand() {
    for (const pair of this.#pairs) pair.strand();
  }

  /** Ends every connection with a reset; new ones are accepted. */
  drop() {
    for (const pair of this.#pairs) pair.end();
  }
  /** Ends every connection, and refuses new ones. */
  async cut() {
    const { port } = this;
    const closed = new Promise((resolve) => (this.#server ? this.#server.close(resolve) : resolve()));
    this.#server = undefined;
    this.drop();
    await closed;
    this.port = port;
  }
  /** As new, on the same port. */
  async heal() {
    for (const pair of this.#pairs) if (pair.isStranded) pair.end();
    this.behave({});
    if (!this.#server) await this.open(this.port);
  }

  #accept(client) {
    this.acceptedAtMs.push(Date.now());
    const upstream = net.connect({ port: this.target, host: '127.0.0.1', allowHalfOpen: true });
    const pair = new Pair(
      client,
      upstream,
      () => this.#how,
      () => this.#pairs.delete(pair),
    );
    this.#pairs.add(pair);
  }
}

/** One connection, both halves. */
class Pair {
  #isOver = false;
  #isSwallowing = false;
  #isStranded = false;
  #halves;

  constructor(client, upstream, how, onEnd) {
    this.client = client;
    this.upstream = upstream;
    this.how = how;
    this.onEnd = onEnd;
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      socket.on('error', () => this.#lost());
      socket.on('close', () => this.#lost());
    }
    this.#halves = [
      new Half(
        client,
        upstream,
        'up',
        () => this.how(),
        (chunk) => this.#tamper(chunk),
      ),
      new Half(
        upstream,
        client,
        'down',
        () => this.how(),
        (chunk) => this.#answer(chunk),
      ),
    ];
  }

  get isStranded() {
    return this.#isStranded;
  }
  strand() {
    this.#isStranded = true;
    this.how = () => ({ ...WHOLE, isStalled: true });
  }
  resume() {
    for (const half of this.#halves) half.pump();
  }
  /** Where the way is a black hole, the other side does not hear that one has left. */
  #lost() {
    if (!this.#isStranded) this.end();
  }
  end() {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const socket of [this.client, this.upstream]) socket.resetAndDestroy();
    this.onEnd();
  }

  /** What is passed on of a chunk on its way up. */
  #tamper(chunk) {
    const { stripsUpgrade, refuses, swallows } = this.how();
    if (!stripsUpgrade && !refuses && !swallows) return chunk;
    const text = chunk.toString('latin1');
    const line = /^[A-Z]+ \S+ HTTP\/1\.1/u.exec(text)?.[0];
    if (!line) return chunk;
    if (refuses && line.includes(refuses)) {
      this.client.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      return undefined;
    }
    this.#isSwallowing = swallows !== undefined && line.includes(swallows);
    if (!stripsUpgrade) return chunk;
    const without = text
      .replace(/\r\nupgrade:[^\r]*/iu, '')
      .replace(/\r\nconnection: upgrade/iu, '\r\nConnection: close');
    return Buffer.from(without, 'latin1');
  }

  #answer(chunk) {
    if (!this.#isSwallowing) return chunk;
    this.end();
    return undefined;
  }
}

/** One direction: chunks in order, held, delayed or thrown away as the wire is told. */
class Half {
  #queue = [];
  #isBusy = false;

  constructor(from, to, direction, how, pass) {
    Object.assign(this, { from, to, direction, how, pass });
    from.on('data', (chunk) => this.#take({ chunk, atMs: Date.now() }));
    from.on('end', () => this.#take({ isEnd: true, atMs: Date.now() }));
  }

  #take(item) {
    this.#queue.push(item);
    // Whoever writes notices soon when nobody reads.
    if (this.#queue.length > 2) this.from.pause();
    this.pump();
  }

  pump() {
    if (!this.#isBusy) void this.#run().catch(() => {});
  }

  async #run() {
    this.#isBusy = true;
    for (let item; (item = this.#queue[0]) && !this.how().isStalled;) {
      const { delayMs, deaf } = this.how();
      const waitMs = item.atMs + delayMs - Date.now();
      if (waitMs > 0) await sleep(waitMs);
      this.#queue.shift();
      if (this.#queue.length === 0) this.from.resume();
      if (item.isEnd) this.to.end();
      else if (deaf !== this.direction) await this.#write(this.pass(item.chunk));
    }
    this.#isBusy = false;
  }

  async #write(chunk) {
    let rest = chunk;
    // Asked anew for each piece: a chunk of 64 kB that has begun to trickle would go on for a minute on a wire that is whole.
    for (let rate; rest?.length > 0 && this.direction === 'down' && (rate = this.how().bytesPerSecond) > 0;) {
      if (this.to.destroyed) return;
      this.to.write(rest.subarray(0, rate / 10));
      rest = rest.subarray(rate / 10);
      await sleep(100);
    }
    if (!(rest?.length > 0) || this.to.destroyed) return;
    if (!this.to.write(rest))
      await new Promise((resolve) => (this.to.once('drain', resolve), this.to.once('close', resolve)));
  }
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
