import { Client } from 'pg';
import { databaseFault } from '#config/start-faults.ts';
import { LOGIN_PREFIX, PEOPLE } from './people.ts';

/** As the server has with the same database a moment later. */
const PATIENCE_MS = 5_000;

export interface KnownGroup {
  readonly id: string;
  readonly name: string;
  readonly memberCount: number;
  readonly photoCount: number;
  readonly hasCover: boolean;
}

/** What a database holds already, read before the server touches it. */
export interface Ledger {
  readonly hasRealAccounts: boolean;
  /** Sign-in names of the demo's people who are there. */
  readonly logins: ReadonlySet<string>;
  /** Everybody is there, has joined their groups and asked their friends: what is not so any more is somebody's doing. */
  readonly isSettled: boolean;
  readonly groups: readonly KnownGroup[];
  /** Sign-in names of those who have a picture of themselves. */
  readonly faces: ReadonlySet<string>;
  readonly friendsPhotoCount: number;
  readonly everyonesPhotoCount: number;
}

const NOTHING: Ledger = {
  hasRealAccounts: false,
  logins: new Set(),
  isSettled: false,
  groups: [],
  faces: new Set(),
  friendsPhotoCount: 0,
  everyonesPhotoCount: 0,
};

/** Errors: ConfigError when PostgreSQL does not let us in. */
export async function readLedger(databaseUrl: string): Promise<Ledger> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: PATIENCE_MS });
  await client.connect().catch((error: Error) => {
    throw databaseFault(error);
  });
  const read = async (query: string, values: unknown[] = []) => (await client.query(query, values)).rows;
  try {
    const [{ is_there: isThere }] = await read("select to_regclass('credential') is not null as is_there");
    if (!isThere) return NOTHING;
    const people = await read(
      `select login, starts_with(login, $1) as is_ours, people.id is not null as is_whole, avatar_id is not null as has_face
       from credential left join people on people.id = person_id`,
      [LOGIN_PREFIX],
    );
    const groups = await read(
      `select id, name, member_count as "memberCount", photo_count as "photoCount", cover_photo_id is not null as "hasCover"
       from groups order by created_at`,
    );
    const [photos] = await read(
      'select count(friends_of_id)::int as friends, count(site_id)::int as everyones from photos',
    );
    // The town opens the site when it begins, and closes it when all that was done.
    const [site] = await read('select sign_up from site');
    return {
      hasRealAccounts: people.some(({ is_ours: isOurs }) => !isOurs),
      logins: new Set(people.filter((person) => person.is_ours && person.is_whole).map(({ login }) => login)),
      isSettled: people.length === Object.keys(PEOPLE).length && site?.sign_up === 'invited',
      groups,
      faces: new Set(people.filter((person) => person.has_face).map(({ login }) => login)),
      friendsPhotoCount: photos.friends,
      everyonesPhotoCount: photos.everyones,
    };
  } finally {
    await client.end();
  }
}
