// Friendship is mutual and asked for.
import * as z from 'zod/mini';
import { command } from '@zoetrope/contract/kernel/command.ts';
import { entity, type Ref, type RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import { place } from '@zoetrope/contract/kernel/topic.ts';
import { MeTopic, Person } from './people.ts';

/** One row for two people, whoever asked. `acceptedAt` is null while it is a question. */
export const Friendship = entity(
  'friends',
  z.object({
    id: z.string(),
    /** The lesser of the two ids, so that a pair has one row. */
    lowId: z.uuid(),
    highId: z.uuid(),
    askedById: z.uuid(),
    askedAt: z.iso.datetime(),
    acceptedAt: z.nullable(z.iso.datetime()),
  }),
);
export type FriendshipRow = RowOf<typeof Friendship>;

const pair = (a: string, b: string) => (a < b ? { lowId: a, highId: b } : { lowId: b, highId: a });

/** Where the friendship of two people is, or would be. */
export function friendshipOf(a: string, b: string): Ref<FriendshipRow> {
  const { lowId, highId } = pair(a, b);
  return Friendship.at(`${lowId}:${highId}`);
}

export const areFriends = (friendship: FriendshipRow | undefined): boolean => !!friendship?.acceptedAt;

const Other = z.object({ personId: z.uuid() });

export const askFriend = command('friends.ask', Other)
  .need('person', (input) => Person.at(input.personId))
  .fact('friendship', (input, caller) => friendshipOf(input.personId, caller.id))
  .refuses('already-friends')
  .allow((facts, input, { me }) => (input.personId === me ? 'invalid' : facts.friendship ? 'already-friends' : true))
  .apply((facts, _input, { me, now }) => [
    Friendship.create({
      id: friendshipOf(me, facts.person.id).id,
      ...pair(me, facts.person.id),
      askedById: me,
      askedAt: now,
      acceptedAt: null,
    }),
  ]);

export const acceptFriend = command('friends.accept', Other)
  .need('friendship', (input, caller) => friendshipOf(input.personId, caller.id))
  .refuses('already-friends')
  .allow((facts, _input, { me }) =>
    facts.friendship.acceptedAt ? 'already-friends' : facts.friendship.askedById !== me,
  )
  .apply((facts, _input, { now }) => [Friendship.set(facts.friendship.id, { acceptedAt: now })]);

/** Declines a question, takes one's own question back, or ends a friendship. */
export const removeFriend = command('friends.remove', Other)
  .need('friendship', (input, caller) => friendshipOf(input.personId, caller.id))
  .allow(() => true)
  .apply((facts) => [Friendship.remove(facts.friendship.id)]);

export const friends = feature({
  name: 'friends',
  entities: [Friendship],
  places: [place(Friendship, MeTopic, { personId: 'lowId' }), place(Friendship, MeTopic, { personId: 'highId' })],
  commands: [askFriend, acceptFriend, removeFriend],
  topics: [],
});
