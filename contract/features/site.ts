// The site itself: its name, who may sign up, whether photos may be shown to everyone, and how much each may keep here.
import * as z from 'zod/mini';
import { command } from '@zoetrope/contract/kernel/command.ts';
import { entity, type RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import { place, topic } from '@zoetrope/contract/kernel/topic.ts';
import { Name } from '@zoetrope/contract/limits.ts';
import { Person } from './people.ts';

/** There is one site, and one row of it; the migration writes it. */
export const SITE_ID = 'site';

export const SignUpPolicy = z.enum(['open', 'invited', 'closed']);
/** What one person's photos may take, as people buy disks; null for as much as fits. */
export const PersonMegabytes = z.nullable(z.int32().check(z.minimum(1), z.maximum(100_000_000)));
export const BYTES_PER_MEGABYTE = 1_000_000;
export const Site = entity(
  'site',
  z.object({
    id: z.literal(SITE_ID),
    name: Name,
    signUp: SignUpPolicy,
    everyone: z.boolean(),
    personMegabytes: PersonMegabytes,
  }),
);

/**
 * Who may sign up now. Until there is an administrator, who could invite people or open the site, whoever comes may, unless it is
 * closed.
 */
export const signUpPolicyOf = (
  { signUp }: RowOf<typeof Site>,
  hasAdministrator: boolean,
): RowOf<typeof Site>['signUp'] => (signUp === 'invited' && !hasAdministrator ? 'open' : signUp);

/** Held by every client, signed in or not. */
export const SiteTopic = topic('site', z.object({ siteId: z.literal(SITE_ID) })).allow(() => true);

export const editSite = command(
  'site.edit',
  z.object({
    name: z.optional(Name),
    signUp: z.optional(SignUpPolicy),
    everyone: z.optional(z.boolean()),
    personMegabytes: z.optional(PersonMegabytes),
  }),
)
  .need('site', () => Site.at(SITE_ID))
  .fact('self', (_input, caller) => Person.at(caller.id))
  .allow((facts) => facts.self?.isAdmin ?? false)
  .apply((_facts, input) => [Site.set(SITE_ID, input)]);

export const site = feature({
  name: 'site',
  entities: [Site],
  places: [place(Site, SiteTopic, { siteId: 'id' })],
  commands: [editSite],
  topics: [SiteTopic],
  session: () => [SiteTopic.of({ siteId: SITE_ID })],
});
