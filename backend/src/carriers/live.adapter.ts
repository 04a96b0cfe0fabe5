// Socket.IO's server with our limits, and the door that every handshake passes. Nest's guards do not cover connections.
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { INestApplicationContext } from '@nestjs/common';
import { Refusal, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { CALLER_HEADER, VERSION_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import type { Server, ServerOptions, Socket } from 'socket.io';
import { toErrorBody } from '#errors.ts';
import { noteRefusal } from '#refusal-log.ts';
import type { Authenticated, Authentication } from './authentication.port.ts';
import { MAX_BODY_BYTES, refuseOutdated } from './http-rules.ts';

const LIMITS: Partial<ServerOptions> = {
  path: '/socket.io',
  serveClient: false,
  // Compression costs memory for each connection, and a frame that is sent to a thousand would be compressed for each.
  perMessageDeflate: false,
  httpCompression: false,
  // Over this the transport closes without a word; what is over MAX_BODY_BYTES, but under this, is answered.
  maxHttpBufferSize: 2 * MAX_BODY_BYTES,
  pingInterval: 20_000,
  pingTimeout: 20_000,
  // Whoever does not say who it is, is not there.
  connectTimeout: 20_000,
  // No `connectionStateRecovery`: it skips this door, and replays from a memory that other nodes have not got.
};

/** What a connected socket carries. */
export interface LiveSocketState {
  authenticated: Authenticated;
}
export type LiveSocket = Socket<any, any, any, Partial<LiveSocketState>>;

export class LiveAdapter extends IoAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly authentication: Authentication,
  ) {
    super(app);
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, { ...options, ...LIMITS } as ServerOptions);
    server.use((socket: LiveSocket, next) => {
      this.enter(socket).then(
        (authenticated) => {
          socket.data.authenticated = authenticated;
          next();
        },
        (error: unknown) => {
          const body = toErrorBody(error, 'handshake');
          noteRefusal(body, 'handshake');
          next(new Refused(body));
        },
      );
    });
    return server;
  }

  /** Errors: Refusal `wrong-origin`, `outdated-client`, `session-ended`. */
  private async enter(socket: LiveSocket): Promise<Authenticated> {
    const { headers, auth } = socket.handshake;
    if (!this.authentication.isOwnOrigin(headers)) throw new Refusal('wrong-origin');
    // A browser's WebSocket carries no headers of ours.
    const said = auth as Record<string, unknown> | undefined;
    refuseOutdated(said?.[VERSION_HEADER] ?? headers[VERSION_HEADER]);
    const caller = said?.[CALLER_HEADER];
    return this.authentication.authenticate(
      typeof caller === 'string' ? { ...headers, [CALLER_HEADER]: caller } : headers,
    );
  }
}

/** What `connect_error` carries to the client as its `data`. */
class Refused extends Error {
  constructor(readonly data: ErrorBody) {
    super(data.message);
  }
}
