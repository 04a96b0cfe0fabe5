import * as z from 'zod/mini';

/** What a process does: requests with an answer, connections and polls, making pictures. */
export const ROLES = ['api', 'realtime', 'media'] as const;
export type Role = (typeof ROLES)[number];
export type Roles = ReadonlySet<Role>;

/** Some of the roles, separated by commas. */
export const rolesSetting: z.ZodMiniType<Roles, string> = z.pipe(
  z.string().check(
    z.refine((text) => toRoles(text).length > 0 && toRoles(text).every(isRole), {
      error: `must be some of ${ROLES.join(', ')}, separated by commas`,
    }),
  ),
  z.transform((text): Roles => new Set(toRoles(text).filter(isRole))),
);

const toRoles = (text: string): string[] => text.split(',').map((role) => role.trim());
const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);
