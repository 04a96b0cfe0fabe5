// A person's replica with its session topic and some others open.
import { GroupTopic } from '@zoetrope/contract/features/groups.ts';
import { MeTopic } from '@zoetrope/contract/features/people.ts';
import { GroupPhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import type { Actor } from '@zoetrope/contract/kernel/caller.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { Replica } from '#replica/replica.ts';
import { Wire } from './wire.fixture.ts';
import { GROUP, PHOTO, type World } from './world.fixture.ts';

export const photoTopic = PhotoTopic.of({ photoId: PHOTO });
export const groupPhotos = GroupPhotosTopic.of({ groupId: GROUP });
export const groupTopic = GroupTopic.of({ groupId: GROUP });

export function open(world: World, person: Actor, topics: readonly TopicAt[] = [photoTopic]) {
  const wire = new Wire(world.server, person);
  const replica = new Replica(registry, person, wire.connect);
  const releases = [MeTopic.of({ personId: person.id }), ...topics].map((at) => replica.hold(at));
  wire.pull();
  return { wire, replica, releases };
}
