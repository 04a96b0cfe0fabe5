// A real S3 that a test may stop and start again: OpenStack Swift with its s3api.

export interface Swift {
  /** What S3_URL says; with another secret than the right one where that is given. */
  s3Url(bucket: string, secret?: string): string;
  /** The name of one that nobody else has. */
  makeBucket(): Promise<string>;
  /** The keys that are in it, as Swift itself says. */
  listBucket(bucket: string): Promise<string[]>;
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** undefined where there is none; then one loud line has said so. */
export async function startSwift(): Promise<Swift | undefined> {
  const script = new URL('../../docker/swift.mjs', import.meta.url).href;
  const docker = (await import(script)) as { startSwift(): Promise<Swift | undefined> };
  return docker.startSwift();
}
