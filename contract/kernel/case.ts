import type { ErrorCode } from '@zoetrope/contract/errors.ts';
import type { AnyCommand } from './command.ts';
import type { Entity } from './entity.ts';
import type { TopicAt } from './topic.ts';

/** alice makes things, bob and carla are with her, dan is the stranger. */
export type PersonName = 'alice' | 'bob' | 'carla' | 'dan';
/** Whoever may look: a person, or somebody signed out. */
export type Onlooker = PersonName | 'visitor';

/** One run of one case: fresh ids under readable names, so that runs do not meet. */
export interface Stage {
  id(name: string): string;
  /** The account id of a person. */
  person(name: PersonName): string;
}

/** A command that somebody runs to arrange the stage, through the public API. Server-only ones go their public road: a photo is uploaded. */
export interface Step {
  readonly as: PersonName;
  readonly run: AnyCommand;
  readonly input: unknown;
}

/** What must hold of one command, on every carrier. The suite adds: the law, the prediction, and silence for everybody not in `seenBy`. */
export interface Case {
  readonly title: string;
  readonly given: (stage: Stage) => readonly Step[];
  readonly as: Onlooker;
  readonly run: AnyCommand;
  readonly input: (stage: Stage) => unknown;
  readonly expect: 'ok' | ErrorCode;
  /** Inputs that are refused in the same way, on the same stage, one after the other. */
  readonly nor?: readonly ((stage: Stage) => unknown)[];
  /** The topic that everybody tries to hold meanwhile. */
  readonly watch: (stage: Stage) => TopicAt;
  /** Who may hold it, before the command and after it. */
  readonly seenBy: readonly Onlooker[];
  /** Who may hold it afterwards, when the command changes that. */
  readonly seenAfterBy?: readonly Onlooker[];
  /** It changes what everybody on the site meets, so no other case runs meanwhile. alice is the administrator. */
  readonly alone?: true;
  /** What each of them must see in the end. */
  readonly see?: (rows: <R extends { id: string }>(entity: Entity<R>) => R[], stage: Stage) => boolean;
}
