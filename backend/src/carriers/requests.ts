// What clients send besides commands, checked. A topic's key is not: one that nobody declared is simply `gone`.
import { Refusal } from '@zoetrope/contract/errors.ts';
import type {
  CommandMessage,
  OlderRequest,
  OpenMessage,
  Position,
  SayMessage,
} from '@zoetrope/contract/kernel/wire.ts';
import * as z from 'zod/mini';

const Key = z.string().check(z.maxLength(500));
const At = z.nullable(z.object({ epoch: z.string().check(z.maxLength(64)), v: z.int().check(z.nonnegative()) }));
/** nginx and other proxies give up after 30 s and more; phones' networks after less (DESIGN.md, the ladder). */
const MAX_WAIT_MS = 25_000;

/** A signal is said again and again, and kept for everybody who looks. */
const MAX_SAID_CHARACTERS = 256;

const Stamp = z.nullable(z.string().check(z.maxLength(64)));

const Sync = z.object({
  at: z.record(Key, At),
  waitMs: z.optional(z.number().check(z.nonnegative())),
  hear: z.optional(z.record(Key, Stamp)),
});
const Older = z.object({ t: Key, e: Key, below: z.object({ key: Key, id: Key }) });
const Open = z.object({ t: Key, at: At });
const Close = z.object({ t: Key });
const Say = z.object({ t: Key, s: Key, source: z.string().check(z.maxLength(64)), body: z.unknown() });
const Command = z.object({ id: z.string(), name: z.string(), input: z.unknown() });

/** `waitMs` is bounded, not refused. Errors: Refusal `invalid`. */
export function parseSync(body: unknown): {
  positions: Map<string, Position | null>;
  waitMs: number;
  listening: Map<string, string | null>;
} {
  const { at, waitMs = 0, hear = {} } = parse(Sync, body);
  return {
    positions: new Map(Object.entries(at)),
    waitMs: Math.min(waitMs, MAX_WAIT_MS),
    listening: new Map(Object.entries(hear)),
  };
}

/** Errors: Refusal `invalid`, as all below. */
export const parseOlder = (body: unknown): OlderRequest => parse(Older, body);
export const parseOpen = (body: unknown): OpenMessage => parse(Open, body);
export const parseClose = (body: unknown): { t: string } => parse(Close, body);
export const parseHear = (body: unknown): { t: string } => parse(Close, body);
/** The body itself is judged by the signal's declaration. */
export function parseSay(body: unknown): SayMessage {
  const said = parse(Say, body);
  const json = toJson(said.body ?? null);
  if (json === undefined || json.length > MAX_SAID_CHARACTERS) throw new Refusal('too-large');
  return { ...said, body: said.body ?? null } as SayMessage;
}
/** The input itself is the engine's to judge. */
export const parseCommand = (body: unknown): CommandMessage => parse(Command, body) as CommandMessage;

/** The JSON of a value that came as such; undefined where there is none, or where it is nested deeper than can be written. */
export function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // Reading JSON takes no stack, writing it does: some thousand brackets are enough.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A position in an address: `<epoch>.<version>`; null when there is none. Errors: Refusal `invalid`. */
export function parsePosition(text: string | null): Position | null {
  if (text === null || text === '') return null;
  const dot = text.lastIndexOf('.');
  if (!/^\d{1,15}$/.test(text.slice(dot + 1))) throw new Refusal('invalid', { fields: { at: 'invalid_format' } });
  return { epoch: text.slice(0, Math.max(dot, 0)), v: Number(text.slice(dot + 1)) };
}

function parse<T>(schema: z.ZodMiniType<T>, body: unknown): T {
  const result = z.safeParse(schema, body);
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  for (const { path, code } of result.error.issues) fields[path.map(String).join('.')] ??= code;
  throw new Refusal('invalid', { fields });
}
