import type { IncomingHttpHeaders } from 'node:http';
import type { ByteRange } from './storage.ts';

/**
 * The part that a Range header asks for: a range; `all` when there is no header or one to be ignored; `none` when it lies
 * outside. Several ranges at once are ignored, as RFC 9110 section 14.2 allows.
 */
export function toRange(header: string | undefined, byteCount: number): ByteRange | 'all' | 'none' {
  const match = /^bytes=(\d*)-(\d*)$/u.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return 'all';
  const [first, last] = [match[1]!, match[2]!];
  if (first === '') {
    const count = Number(last);
    return count === 0 ? 'none' : { start: Math.max(0, byteCount - count), end: byteCount - 1 };
  }
  const start = Number(first);
  const end = last === '' ? byteCount - 1 : Math.min(Number(last), byteCount - 1);
  if (last !== '' && Number(last) < start) return 'all';
  return start >= byteCount ? 'none' : { start, end };
}

/**
 * The part of a strong entity that a request asks for, as `toRange`. A part of other bytes than the client has the beginning
 * of would be no part of anything: If-Range must name this very tag (RFC 9110, 13.1.5).
 */
export function rangeOf(headers: IncomingHttpHeaders, tag: string, byteCount: number): ByteRange | 'all' | 'none' {
  const isSame = headers['if-range'] === undefined || headers['if-range'] === tag;
  return isSame ? toRange(headers.range, byteCount) : 'all';
}
