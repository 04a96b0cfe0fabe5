import type * as z from 'zod/mini';

/** Dotted path -> what is wrong there, as the server says it too; the first of each path. */
export function fieldsOf(issues: readonly z.core.$ZodIssue[]): { [path: string]: string } {
  const fields: { [path: string]: string } = {};
  for (const issue of issues) {
    const path = issue.path.map(String).join('.');
    fields[path] ??= issue.code === 'custom' && /^[a-z_]+$/.test(issue.message) ? issue.message : issue.code;
  }
  return fields;
}
