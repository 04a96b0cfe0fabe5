import { expect, test } from 'vitest';
import { toKey } from './typed-name.ts';

test('a name that is typed by hand is the name, whatever its case and its spaces', () => {
  expect(toKey(' lake  HOUSE ')).toBe(toKey('Lake house'));
  expect(toKey('Cafe\u0301')).toBe(toKey('CAFÉ'));
  expect(toKey('العائلة ')).toBe(toKey('العائلة'));
  expect(toKey('Lake')).not.toBe(toKey('Lake house'));
});
