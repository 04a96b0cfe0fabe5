import type { Rows } from './rows.ts';

/** True when the site has an administrator. Reads all people until it meets one: not for every request. */
export async function anyAdministrator(rows: Rows): Promise<boolean> {
  const lines = await rows.query('select 1 from people where is_admin limit 1', []);
  return lines.length > 0;
}
