import fs from 'node:fs';
import path from 'node:path';

/** The file of a program on the PATH, or where an administrator's programs are; undefined when it is in neither. */
export function findOnPath(program) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => path.join(folder, program)).find((candidate) => fs.existsSync(candidate));
}
