// A real S3 for tests: OpenStack Swift with its s3api, started by a script of docker/.
import { randomBytes } from 'node:crypto';
import { s3Setting, type S3Settings } from '#config/storage-settings.ts';
import * as z from 'zod/mini';

export interface Swift {
  readonly url: string;
  /** What S3_URL says; `secret` where it is to be another one. */
  s3Url(bucket: string, secret?: string): string;
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** Undefined where there is none; then one loud line has said so. */
export async function startSwift(): Promise<Swift | undefined> {
  const script = new URL('../../../docker/swift.mjs', import.meta.url).href;
  const docker = (await import(script)) as { startSwift(): Promise<Swift | undefined> };
  return docker.startSwift();
}

/** A bucket that nobody else has, made by the SDK: the product makes none. */
export async function aBucket(swift: Swift): Promise<{ s3Url: string; settings: S3Settings }> {
  const bucket = `photos-${randomBytes(4).toString('hex')}`;
  const s3Url = swift.s3Url(bucket);
  const settings = z.parse(s3Setting, s3Url);
  const { CreateBucketCommand, S3Client } = await import('@aws-sdk/client-s3');
  const { endpoint, region, accessKeyId, secretAccessKey } = settings;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region, forcePathStyle: true, credentials });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  return { s3Url, settings };
}
