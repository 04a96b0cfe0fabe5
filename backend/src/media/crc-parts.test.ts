import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { crcOfReplaced } from './crc-parts.ts';

test.each([0, 1, 2, 255, 256, 65_537, 3_000_000])(
  'of another beginning before %i bytes it is that of the whole',
  (tailBytes) => {
    const [before, after, tail] = [randomBytes(56), randomBytes(211), randomBytes(tailBytes)];
    const whole = crc32(Buffer.concat([before, tail]));
    const found = crcOfReplaced(whole, crc32(before), crc32(after), tailBytes);
    expect(found).toBe(crc32(Buffer.concat([after, tail])));
  },
);
