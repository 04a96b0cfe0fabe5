// Every fault of the plan, in the order in which they are made on one stage.
import { killedNode } from '#faults/killed-node.ts';
import { redisAway } from '#faults/redis-away.ts';
import { removedMembers } from '#faults/removed-members.ts';
import type { Fault } from '#faults/stage/fault.ts';
import { repeatedHint, untoldCommit } from '#faults/untold-commit.ts';

export const faults: readonly Fault[] = [removedMembers, killedNode, untoldCommit, repeatedHint, redisAway];
