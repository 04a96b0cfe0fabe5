// People: names and pictures, live like all else. Passwords and sessions are the server's (accounts/).
import * as z from 'zod/mini';
import { personOf } from '@zoetrope/contract/kernel/caller.ts';
import { command } from '@zoetrope/contract/kernel/command.ts';
import { entity } from '@zoetrope/contract/kernel/entity.ts';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import { place, topic } from '@zoetrope/contract/kernel/topic.ts';
import { Name } from '@zoetrope/contract/limits.ts';

export const Person = entity(
  'people',
  z.object({
    id: z.uuid(),
    name: Name,
    /** Names the bytes at /api/avatars/<avatarId>; null shows initials. */
    avatarId: z.nullable(z.uuid()),
    isAdmin: z.boolean(),
    createdAt: z.iso.datetime(),
  }),
);

/** One person's name and picture, for whoever has met the id (docs/decisions/0002). */
export const PersonTopic = topic('person', z.object({ personId: z.uuid() })).allow(() => true);

/** The facts about oneself that predictions need. Each client holds its own. */
export const MeTopic = topic('me', z.object({ personId: z.uuid() })).allow(
  (_facts, params, caller) => personOf(caller) === params.personId,
);

/** Run by sign-up, for the new account. */
export const joinSite = command('people.join', z.object({ name: Name, isAdmin: z.boolean() }))
  .onServer()
  .allow(() => true)
  .apply((_facts, input, { me, now }) => [
    Person.create({ id: me, name: input.name, avatarId: null, isAdmin: input.isAdmin, createdAt: now }),
  ]);

export const rename = command('people.rename', z.object({ name: Name }))
  .need('self', (_input, caller) => Person.at(caller.id))
  .allow(() => true)
  .apply((facts, input) => [Person.set(facts.self.id, { name: input.name })]);

/** Run by the upload of a picture, or of none. `before` is the one that goes; a `conflict` when it is another by now. */
export const changeAvatar = command(
  'people.changeAvatar',
  z.object({ avatarId: z.nullable(z.uuid()), before: z.nullable(z.uuid()) }),
)
  .onServer()
  .need('self', (_input, caller) => Person.at(caller.id))
  .allow((facts, input) => facts.self.avatarId === input.before || 'conflict')
  .apply((facts, input) => [Person.set(facts.self.id, { avatarId: input.avatarId })]);

/** Run for whoever opens the administrator's one-time link. */
export const makeAdministrator = command('people.makeAdministrator', z.object({}))
  .onServer()
  .need('self', (_input, caller) => Person.at(caller.id))
  .allow(() => true)
  .apply((facts) => [Person.set(facts.self.id, { isAdmin: true })]);

export const people = feature({
  name: 'people',
  entities: [Person],
  places: [place(Person, PersonTopic, { personId: 'id' }), place(Person, MeTopic, { personId: 'id' })],
  commands: [joinSite, rename, changeAvatar, makeAdministrator],
  topics: [PersonTopic, MeTopic],
  session: (caller) => {
    const me = personOf(caller);
    return me ? [MeTopic.of({ personId: me })] : [];
  },
});
