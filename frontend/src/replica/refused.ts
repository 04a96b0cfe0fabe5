import { errorBody, type ErrorBody, type ErrorCode } from '@zoetrope/contract/errors.ts';

/** The server said no, or could not be asked. `body.code` says why; texts for people belong to the app. */
export class Refused extends Error {
  readonly body: ErrorBody;
  /** False when no answer of our server arrived: no network, or a proxy spoke in its place. */
  readonly isFromServer: boolean;
  constructor(body: ErrorBody, isFromServer = true) {
    super(body.code);
    this.name = 'Refused';
    this.body = body;
    this.isFromServer = isFromServer;
  }
}

/** A refusal that is decided here, without asking. */
export const refused = (code: ErrorCode, more: Parameters<typeof errorBody>[1] = {}): Refused =>
  new Refused(errorBody(code, more), false);

/** `error` as a Refused: what is not one already is a defect of ours and becomes `internal`. */
export const toRefused = (error: unknown): Refused => (error instanceof Refused ? error : refused('internal'));
