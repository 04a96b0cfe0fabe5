// A group with more photos than anybody uploads in a bench.
import { createGroup } from '@zoetrope/contract/features/groups.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import pg from 'pg';
import sharp from 'sharp';
import { ask, untilReady, upload } from './site.mjs';

/**
 * A new group of alice's with `count` photos, fifty a day, of these shapes. Returns its id.
 *
 * `pictures` of them are uploaded as people do. The others are written into the tables, each with a row, a tally and a use
 * of one of those pictures: the server hands out their bytes by its own rules. Nobody may hold the group meanwhile.
 */
export async function fillGroup(site, server, { count, pictures, ratios }) {
  const cookie = site.people.alice;
  const groupId = newId();
  const path = `/api/${createGroup.name.replace('.', '/')}`;
  await ask(server, 'POST', path, { id: groupId, name: 'Ten thousand' }, { cookie });
  const photoIds = [];
  for (let i = 0; i < pictures; i += 1) {
    const photoId = newId();
    await upload(server, cookie, photoId, { to: 'group', groupId }, await aPicture(i, ratios[i % ratios.length]));
    photoIds.push(photoId);
  }
  for (const photoId of photoIds) await untilReady(server, cookie, PhotoTopic.of({ photoId }).key);
  const client = new pg.Client({ connectionString: site.databaseUrl });
  await client.connect();
  await client.query(COPY, [groupId, count - pictures]);
  await client.query('update groups set photo_count = $2 where id = $1', [groupId, count]);
  await client.query('analyze photos');
  await client.end();
  return groupId;
}

const COPY = `
  with model as (
    select id, created_at, (row_number() over (order by id)) - 1 as n from photos where group_id = $1
  ), made as materialized (
    select gen_random_uuid() as new_id, model.id as old_id,
      date_trunc('milliseconds', now() - i * interval '29 minutes') as at
    from generate_series(1, $2::int) i join model on model.n = i % (select count(*) from model)
  ), photo as (
    insert into photos select r.* from made join photos p on p.id = made.old_id,
      lateral jsonb_populate_record(p, jsonb_build_object('id', new_id, 'created_at', at)) r
  ), tally as (
    insert into tallies select r.* from made join tallies t on t.id = made.old_id,
      lateral jsonb_populate_record(t, jsonb_build_object('id', new_id, 'created_at', at)) r
  )
  insert into photo_content select r.* from made join photo_content c on c.photo_id = made.old_id,
    lateral jsonb_populate_record(c, jsonb_build_object('photo_id', new_id, 'upload_id', gen_random_uuid())) r`;

/** A JPEG with something to decode: a gradient under noise, no two alike. */
async function aPicture(i, ratio) {
  const height = 900;
  const width = Math.round(height * ratio);
  const hue = (i * 47) % 360;
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <linearGradient id="g" x2="1" y2="1"><stop stop-color="hsl(${hue} 60% 62%)"/><stop offset="1" stop-color="hsl(${hue + 70} 60% 28%)"/></linearGradient>
    <filter id="n"><feTurbulence baseFrequency="0.02" numOctaves="3" seed="${i}"/><feColorMatrix values="0 0 0 0 1  0 0 0 0 1  0 0 0 0 1  0 0 0 0.4 0"/></filter>
    <rect width="100%" height="100%" fill="url(#g)"/><rect width="100%" height="100%" filter="url(#n)"/></svg>`;
  return sharp(Buffer.from(drawing)).jpeg().toBuffer();
}
