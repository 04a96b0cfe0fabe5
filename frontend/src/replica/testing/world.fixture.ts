// A group of three with photos in it, and a stranger.
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { createGroup } from '@zoetrope/contract/features/groups.ts';
import { acceptInvite, createInvite } from '@zoetrope/contract/features/invites.ts';
import { joinSite } from '@zoetrope/contract/features/people.ts';
import { addPhoto } from '@zoetrope/contract/features/photos.ts';
import { SITE_ID } from '@zoetrope/contract/features/site.ts';
import type { Actor } from '@zoetrope/contract/kernel/caller.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { codeOf, commandNamed, InMemoryServer } from './in-memory-server.fixture.ts';

/** A readable number as an id. */
export const idOf = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

export const alice: Actor = { kind: 'account', id: idOf(1) };
export const bob: Actor = { kind: 'account', id: idOf(2) };
export const carla: Actor = { kind: 'account', id: idOf(3) };
export const dan: Actor = { kind: 'account', id: idOf(4) };
export const GROUP = idOf(100);
export const PHOTO = idOf(200);
export const COMMENT = idOf(300);

export class World {
  readonly server = new InMemoryServer(registry);
  private attempts = 0;

  constructor() {
    this.server.seed('site', { id: SITE_ID, name: 'Zoetrope', signUp: 'open', everyone: true, personMegabytes: null });
    for (const [person, name] of [
      [alice, 'Alice'],
      [bob, 'Bob'],
      [carla, 'Carla'],
      [dan, 'Dan'],
    ] as const)
      this.do(person, joinSite, { name, isAdmin: false });
    this.do(alice, createGroup, { id: GROUP, name: 'Lake house' });
    this.admit(bob, 'contributor', 101);
    this.admit(carla, 'viewer', 102);
    this.addPhoto(200);
    this.do(bob, addComment, { id: COMMENT, photoId: PHOTO, body: 'first' });
  }

  admit(person: Actor, role: string, invite: number): void {
    const tokenHash = 'a'.repeat(64);
    this.do(alice, createInvite, { id: idOf(invite), groupId: GROUP, role, tokenHash, expiresAt: null, usesLeft: 1 });
    this.do(person, acceptInvite, { id: idOf(invite) });
  }

  addPhoto(n: number, groupId = GROUP): void {
    const audience = { to: 'group', groupId };
    this.do(alice, addPhoto, { id: idOf(n), audience, caption: `photo ${n}`, widthPx: 4, heightPx: 3 });
  }

  /** Runs a command past every replica. Errors: throws when the server refuses. */
  do(person: Actor, command: AnyCommand, input: unknown): void {
    const ack = this.server.run(person, commandNamed(command, `world-${this.attempts++}`, input), command.serverOnly);
    if (!ack.ok) throw new Error(`${command.name}: ${codeOf(ack)}`);
  }
}
