// Every fault of the plan, in the order in which they are made on one stage.
import { badCaches } from '#faults/bad-caches.ts';
import { blackHole, sleepingPages } from '#faults/black-hole.ts';
import { commitOrder } from '#faults/commit-order.ts';
import { databaseAway } from '#faults/database-away.ts';
import { deafRedis } from '#faults/deaf-redis.ts';
import { emptiedRedis } from '#faults/emptied-redis.ts';
import { frozenNode } from '#faults/frozen-node.ts';
import { killedNode } from '#faults/killed-node.ts';
import { longTransaction } from '#faults/long-transaction.ts';
import { lostAnswers } from '#faults/lost-answers.ts';
import { narrowWay, upgradeInBurst } from '#faults/narrow-way.ts';
import { redisAway } from '#faults/redis-away.ts';
import { removedMembers } from '#faults/removed-members.ts';
import { reconnectStorm, rollingRestart } from '#faults/restarts.ts';
import { restoredDatabase } from '#faults/restored-database.ts';
import { slowReader } from '#faults/slow-reader.ts';
import { soak } from '#faults/soak.ts';
import type { Fault } from '#faults/stage/fault.ts';
import { trimmedLog } from '#faults/trimmed-log.ts';
import { repeatedHint, untoldCommit } from '#faults/untold-commit.ts';

export const faults: readonly Fault[] = [
  removedMembers,
  killedNode,
  untoldCommit,
  repeatedHint,
  redisAway,
  emptiedRedis,
  deafRedis,
  frozenNode,
  longTransaction,
  commitOrder,
  databaseAway,
  narrowWay,
  upgradeInBurst,
  blackHole,
  slowReader,
  sleepingPages,
  reconnectStorm,
  rollingRestart,
  lostAnswers,
  trimmedLog,
  badCaches,
  restoredDatabase,
  soak,
];
