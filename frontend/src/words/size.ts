import type { IntlShape } from 'react-intl';

const UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Bytes as people buy disks: `0.4 MB`, `12 MB`, `3.1 GB`; two digits are enough to judge by. */
export function toSize(intl: Pick<IntlShape, 'formatNumber'>, byteCount: number): string {
  let unit = 0;
  let count = byteCount / 1_000;
  // Kilobytes are only for what is nearly nothing.
  while (unit < UNITS.length - 1 && count >= (unit === 0 ? 100 : 1_000)) {
    count /= 1_000;
    unit++;
  }
  const maximumFractionDigits = count < 10 ? 1 : 0;
  return intl.formatNumber(count, { style: 'unit', unit: UNITS[unit]!, maximumFractionDigits });
}
