// Who lives in the demo, what they call their groups, and how they talk.

export interface DemoPerson {
  readonly login: string;
  readonly name: string;
}

/** Every sign-in name begins so: a database in which one does not holds real accounts, and the demo keeps away from it. */
export const LOGIN_PREFIX = 'demo.';
/** Of every person in the demo; it listens on this machine only. */
export const DEMO_PASSWORD = 'a picture a day';

const person = (login: string, name: string): DemoPerson => ({ login: LOGIN_PREFIX + login, name });

export const PEOPLE = {
  anna: person('anna', 'Anna Lindqvist'),
  omar: person('omar', 'Omar Haddad'),
  mei: person('mei', 'Mei Tanaka'),
  jonas: person('jonas', 'Jonas Weber'),
  ruth: person('ruth', 'Ruth Lindqvist'),
  sam: person('sam', 'Sam Okafor'),
  lina: person('lina', 'لينا حداد'),
} as const satisfies Record<string, DemoPerson>;
export type DemoName = keyof typeof PEOPLE;

export interface DemoGroup {
  readonly name: string;
  readonly owner: DemoName;
  readonly members: readonly DemoName[];
  readonly photoCount: number;
}

export const GROUPS: readonly DemoGroup[] = [
  { name: 'Lake house', owner: 'anna', members: ['omar', 'mei', 'jonas', 'ruth', 'lina'], photoCount: 90 },
  { name: 'Running club', owner: 'jonas', members: ['anna', 'sam', 'mei'], photoCount: 50 },
  {
    name: 'Mina & Theo, 6 June',
    owner: 'ruth',
    members: ['anna', 'omar', 'mei', 'jonas', 'sam', 'lina'],
    photoCount: 60,
  },
  { name: 'Grandparents', owner: 'ruth', members: ['anna', 'omar'], photoCount: 30 },
];

export const FRIENDS: readonly (readonly [DemoName, DemoName])[] = [
  ['anna', 'omar'],
  ['anna', 'mei'],
  ['jonas', 'anna'],
  ['sam', 'jonas'],
  ['lina', 'omar'],
];
/** Asked and not answered yet. */
export const ASKED: readonly (readonly [DemoName, DemoName])[] = [['sam', 'anna']];

export const CAPTIONS = [
  'Last light. Nobody wanted to go in.',
  'The long way round was the right one.',
  'Five in the morning, worth it.',
  'Before the rain.',
  'Ida took this one.',
  'From the train.',
  'Same place, ten years later.',
  'We stayed until the lights went out.',
  'هنا كان الصيف كله',
  '',
  '',
  '',
] as const;

/** The first ones more often. */
export const SYMBOLS = ['heart', 'heart', 'wow', 'clap', 'spark', 'joy'] as const;

export const COMMENTS = [
  'Can I print this one for Grandma?',
  'That light!',
  'I remember the cold water best.',
  'Who is the small one on the right?',
  'She beat me at table tennis. Twice.',
  'More of these, please.',
  'This goes on the wall.',
  'يا سلام',
  'We should go back next year.',
  'I was asleep in the car the whole time.',
  '👏👏',
  'How did you get up there?',
] as const;
