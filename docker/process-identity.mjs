// Pids are recycled (in a container within minutes), so a pid written to a file says nothing by itself.
// A process is the pid together with the moment it started.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** Whether any process has this pid now, ours or somebody else's. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * A string that no other process ever has: `undefined` when there is no such process.
 *
 * Source: proc(5), field 22 of /proc/PID/stat is the start in clock ticks since boot, hence the boot's id beside it.
 */
export function processIdentity(pid) {
  if (!isAlive(pid)) {
    return undefined;
  }
  if (process.platform === 'linux') {
    return linuxIdentity(pid);
  }
  if (process.platform === 'win32') {
    return `${pid}`;
  }
  const started = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim();
  return started ? `${pid} ${started}` : undefined;
}

function linuxIdentity(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may itself hold blanks and brackets.
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startedAtTicks] = [afterName[0], afterName[19]];
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return state === 'Z' ? undefined : `${pid} ${boot} ${startedAtTicks}`;
  } catch {
    return undefined;
  }
}
