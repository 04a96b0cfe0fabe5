import { signatureOf, type UploadEntry } from './entry.ts';

type Named = Parameters<typeof signatureOf>[0];
type Hashed = () => Promise<string | undefined>;

/**
 * Files that were chosen. Different pictures may have one name, size and time, as out of an archive or from two folders of a
 * scanner: where these are the same the bytes decide, and where those cannot be read the server does.
 */
export class SameFiles {
  private readonly bySignature = new Map<string, Hashed[]>();

  constructor(private readonly hash: (file: Blob) => Promise<string | undefined>) {}

  add(entry: Named, read: () => Promise<Blob | undefined>): void {
    let hashed: Promise<string | undefined> | undefined;
    const once = () => (hashed ??= read().then((file) => file && this.hash(file)));
    const signature = signatureOf(entry);
    this.bySignature.set(signature, [...(this.bySignature.get(signature) ?? []), once]);
  }

  async has(entry: UploadEntry, file: Blob): Promise<boolean> {
    const others = this.bySignature.get(signatureOf(entry));
    if (!others) return false;
    const [hash, ...known] = await Promise.all([this.hash(file), ...others.map((hashed) => hashed())]);
    return hash !== undefined && known.includes(hash);
  }
}
