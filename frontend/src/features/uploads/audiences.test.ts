import { expect, test } from 'vitest';
import { chosenOf, type AudienceChoice } from './audiences.ts';

const group = (id: string): AudienceChoice => ({ value: id, label: id, audience: { to: 'group', groupId: id } });
const choices = [group('attic'), group('harbour')];

test('the first is chosen until one is picked', () => {
  expect(chosenOf(choices, undefined)).toBe(choices[0]);
  expect(chosenOf(choices, 'harbour')).toBe(choices[1]);
  expect(chosenOf([], undefined)).toBeUndefined();
});

test('one that was picked and is no choice any more is replaced by nobody', () => {
  expect(chosenOf([group('attic')], 'harbour')).toBeUndefined();
});
