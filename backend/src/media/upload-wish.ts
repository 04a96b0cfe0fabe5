// What an upload is to become, and whether its sender may have that.
import { Refusal } from '@zoetrope/contract/errors.ts';
import { addPhoto } from '@zoetrope/contract/features/photos.ts';
import type { Actor, Caller } from '@zoetrope/contract/kernel/caller.ts';
import { UploadMetadata, type UploadWish } from '@zoetrope/contract/media.ts';
import * as z from 'zod/mini';
import type { DataSource } from 'typeorm';
import { pathOfUnstorable } from '#engine/storable.ts';

export type Uploader = Actor & { readonly kind: 'account' | 'guest' };
export type Metadata = Readonly<Record<string, string | null>>;

/** Errors: Refusal `unauthenticated`. */
export function toUploader(caller: Caller): Uploader {
  if (caller.kind !== 'account' && caller.kind !== 'guest') throw new Refusal('unauthenticated');
  return { kind: caller.kind, id: caller.id };
}

/** The sender's metadata, checked. Errors: Refusal `invalid` with fields. */
export function toWish(metadata: Metadata | undefined): UploadWish {
  const { photoId, caption, audience, sha256 } = metadata ?? {};
  const parsed = z.safeParse(UploadMetadata, {
    photoId,
    caption: caption ?? '',
    audience: parseJson(audience),
    ...(sha256 ? { sha256 } : {}),
  });
  if (parsed.success) {
    const unstorable = pathOfUnstorable(parsed.data);
    if (unstorable) throw new Refusal('invalid', { fields: { [unstorable.join('.')]: 'invalid_format' } });
    return parsed.data;
  }
  const fields = parsed.error.issues.map((issue) => [issue.path.join('.'), issue.code] as const);
  throw new Refusal('invalid', { fields: Object.fromEntries(fields) });
}

function parseJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

/**
 * Asks the declared rule for adding a photo before the first byte is sent. A courtesy: the command decides at the end.
 * Errors: Refusal, those of the command's rule.
 */
export async function assertMayAdd(source: DataSource, uploader: Uploader, wish: UploadWish): Promise<void> {
  const input = { id: wish.photoId, audience: wish.audience, caption: wish.caption, widthPx: 1, heightPx: 1 };
  const facts: Record<string, object | boolean | undefined> = {};
  for (const { name, kind, ref } of addPhoto.reads) {
    const at = ref(input, uploader, facts);
    const row = (at && (await source.getRepository(at.e).findOneBy({ id: at.id }))) ?? undefined;
    facts[name] = kind === 'exists' ? row !== undefined : row;
  }
  const verdict = addPhoto.allowed(facts, input, { caller: uploader, me: uploader.id, now: new Date().toISOString() });
  if (verdict !== true) throw new Refusal(verdict === false ? 'forbidden' : verdict);
}

// The server's own facts stand beside the sender's; a name that a client sends cannot be one of these.
const OURS = 'uploader';

/** What is kept of the metadata: the checked wish and who sends it. A file's name is not. */
export const toKept = (uploader: Uploader, wish: UploadWish): Record<string, string> => ({
  photoId: wish.photoId,
  caption: wish.caption,
  audience: JSON.stringify(wish.audience),
  ...(wish.sha256 === undefined ? {} : { sha256: wish.sha256 }),
  [OURS]: JSON.stringify(uploader),
});

/** Who began an upload. */
export function uploaderOf(metadata: Metadata | undefined): Uploader | undefined {
  return (parseJson(metadata?.[OURS]) as Uploader | null | undefined) ?? undefined;
}
