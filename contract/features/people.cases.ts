import type { Case, Stage } from '@zoetrope/contract/kernel/case.ts';
import { MeTopic, Person, PersonTopic, rename } from './people.ts';

const shared = {
  given: () => [],
  run: rename,
  watch: (stage: Stage) => PersonTopic.of({ personId: stage.person('alice') }),
  seenBy: ['alice', 'bob', 'carla', 'dan', 'visitor'],
} as const;

export const peopleCases: readonly Case[] = [
  {
    ...shared,
    title: 'a new name shows wherever the person does',
    as: 'alice',
    input: () => ({ name: ' Alice B. 🎞️ ' }),
    expect: 'ok',
    see: (rows, stage) =>
      rows(Person).some((person) => person.id === stage.person('alice') && person.name === 'Alice B. 🎞️'),
  },
  {
    ...shared,
    title: 'a new name is among what one is told of oneself, and nobody else is told there',
    as: 'alice',
    input: () => ({ name: 'Alice Bell' }),
    expect: 'ok',
    watch: (stage) => MeTopic.of({ personId: stage.person('alice') }),
    seenBy: ['alice'],
    see: (rows, stage) => rows(Person).some(({ id, name }) => id === stage.person('alice') && name === 'Alice Bell'),
  },
  {
    ...shared,
    title: 'a name loses what would turn around the words after it',
    as: 'alice',
    input: () => ({ name: '\u202e \u2068Alice\u2069 \u200fB.' }),
    expect: 'ok',
    see: (rows, stage) =>
      rows(Person).some(({ id, name }) => id === stage.person('alice') && name === 'Alice \u200fB.'),
  },
  {
    ...shared,
    title: 'a name of nothing but such marks is invalid',
    as: 'alice',
    input: () => ({ name: '\u202e' }),
    expect: 'invalid',
  },
  { ...shared, title: 'a blank name is invalid', as: 'alice', input: () => ({ name: '\u200b' }), expect: 'invalid' },
  {
    ...shared,
    title: 'a name of 81 characters is invalid',
    as: 'alice',
    input: () => ({ name: 'x'.repeat(81) }),
    expect: 'invalid',
  },
  { ...shared, title: 'a name has one line', as: 'alice', input: () => ({ name: 'a\nb' }), expect: 'invalid' },
  {
    ...shared,
    title: 'a visitor has no name to change',
    as: 'visitor',
    input: () => ({ name: 'x' }),
    expect: 'unauthenticated',
  },
];
