import type { Finding } from '#faults/stage/checks.ts';
import type { Stage } from '#faults/stage/stage.ts';

/** One thing that breaks, and what must hold of it beyond I1 to I6. */
export interface Fault {
  /** Its number in the plan (REALTIME.md, section 4). */
  readonly number: number;
  readonly title: string;
  /** In the plan's words. */
  readonly invariant: string;
  /** Where it is made otherwise than the plan says, and why. */
  readonly note?: string;
  /** Part of `npm test`. */
  readonly isQuick?: boolean;
  /** How long after the heal everybody must agree with the database; 5 s unless said. */
  readonly convergedMs?: number;
  /** Breaks, watches and reports. What it leaves broken is mended after it. */
  run(stage: Stage): Promise<Finding[]>;
}
