// An ffmpeg for tests of videos, where the machine has none: Debian's, unpacked and never installed.
import fs from 'node:fs';
import path from 'node:path';
import { findDebianFolder, libraryPath } from './debian-packages.mjs';

const PROGRAMS = ['ffmpeg', 'ffprobe'];

/**
 * The file of an ffmpeg with ffprobe beside it: the one on the PATH, else Debian's, which is fetched once.
 *
 * `undefined` when there is none; then one loud line has said so.
 * Effects: 160 MB in .cache/debian and 15 s the first time.
 */
export function findFfmpeg() {
  const onPath = (process.env.PATH ?? '').split(path.delimiter);
  const folder = onPath.find((one) => PROGRAMS.every((name) => fs.existsSync(path.join(one, name)))) ?? unpacked();
  if (!folder) {
    console.warn('!!! No ffmpeg: videos are NOT TESTED here. Install ffmpeg, with ffprobe.');
    return undefined;
  }
  return path.join(folder, 'ffmpeg');
}

/** A folder of scripts that start the programs with their libraries: whoever is told of a file need not know of them. */
function unpacked() {
  const root = findDebianFolder('ffmpeg', ['ffmpeg']);
  if (!root) {
    return undefined;
  }
  const scripts = path.join(root, 'scripts');
  fs.mkdirSync(scripts, { recursive: true });
  for (const name of PROGRAMS) {
    const file = path.join(scripts, name);
    const lines = ['#!/bin/sh', `export LD_LIBRARY_PATH='${libraryPath(root)}'`];
    const draft = `${file}.${process.pid}`;
    fs.writeFileSync(draft, [...lines, `exec '${path.join(root, 'usr/bin', name)}' "$@"`, ''].join('\n'), {
      mode: 0o755,
    });
    // Whole or not at all, for whoever starts it meanwhile.
    fs.renameSync(draft, file);
  }
  return scripts;
}
