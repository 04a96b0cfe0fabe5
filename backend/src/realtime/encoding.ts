// Each change is turned into JSON once on a node, whoever asks for it and by whatever carrier.
import type { Batch, Change } from '@zoetrope/contract/kernel/wire.ts';

const encoded = new WeakMap<Change, string>();

/** The JSON of a change, kept as long as the change itself. */
export function encodeChange(change: Change): string {
  let json = encoded.get(change);
  if (json === undefined) encoded.set(change, (json = JSON.stringify(change)));
  return json;
}

/** The JSON of a batch: the same bytes that JSON.stringify would give. */
export function encodeBatch(batch: Batch): string {
  if (batch.k === 'gone' || batch.k === 'behind') return JSON.stringify(batch);
  const changes = `"ch":[${batch.ch.map(encodeChange).join(',')}]`;
  const { ch: _changes, ...rest } = batch;
  return `${JSON.stringify(rest).slice(0, -1)},${changes}}`;
}
