// What the kernel says of processes and of the machine. Linux only, like the figures.
import fs from 'node:fs';
import os from 'node:os';

const TICK_MS = 10;
const LOOK_EACH_MS = 200;

function statOf(pid) {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [, parent, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [own, ended] = [Number(rest[9]) + Number(rest[10]), Number(rest[11]) + Number(rest[12])];
    return { parent: Number(parent), ownMs: own * TICK_MS, withEndedMs: (own + ended) * TICK_MS };
  } catch {
    return undefined;
  }
}

export const parentOf = (pid) => statOf(pid)?.parent;

/** User and system time of one process so far. */
export const cpuMs = (pid) => statOf(pid)?.ownMs ?? 0;

/** pid -> its stat, of a process and all its descendants. */
function treeOf(root) {
  const stats = new Map();
  for (const name of fs.readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(name) : undefined;
    if (stat) stats.set(Number(name), stat);
  }
  const isBelow = (pid) => {
    for (let at = pid; at > 1; at = stats.get(at)?.parent ?? 0) if (at === root) return true;
    return false;
  };
  return [...stats].filter(([pid]) => isBelow(pid));
}

/** User and system time of a process and all its descendants, those included that ended and were waited for. */
export const treeCpuMs = (root) => treeOf(root).reduce((sum, [, { withEndedMs }]) => sum + withEndedMs, 0);

export function rssKiB(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
}

function busyMs() {
  const [, user, nice, system, , , irq, softirq, steal] = fs.readFileSync('/proc/stat', 'utf8').split(/\s+/);
  return [user, nice, system, irq, softirq, steal].reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_MS;
}

/** From now on until it is called: the share of all cores that was taken by what is not ours. */
export function watchOthers(root) {
  const before = { busy: busyMs(), ours: treeCpuMs(root), at: performance.now() };
  // A browser's processes end without anybody waiting for them: what they took is known while they live.
  const begun = new Map(treeOf(root).map(([pid, { ownMs }]) => [pid, ownMs]));
  const seen = new Map();
  const look = () => {
    for (const [pid, { ownMs }] of treeOf(root)) seen.set(pid, ownMs - (begun.get(pid) ?? 0));
  };
  const looking = setInterval(look, LOOK_EACH_MS);
  return () => {
    clearInterval(looking);
    look();
    const sampled = [...seen.values()].reduce((sum, ms) => sum + ms, 0);
    const others = busyMs() - before.busy - Math.max(treeCpuMs(root) - before.ours, sampled);
    return Math.max(0, others / ((performance.now() - before.at) * os.cpus().length));
  };
}

export function describeMachine() {
  const [cpu] = os.cpus();
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GB`;
  return `${os.cpus().length} × ${cpu.model.trim()}, ${memory}, ${os.type()} ${os.release()}, Node ${process.version}`;
}
