// Programs of the bench run as processes of their own, so that each one's CPU can be read and none is in another's way.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** A child program of this folder. `ask(name, input)` resolves with what its answer of that name returns. */
export function startChild(file, args = [], options = {}) {
  const child = fork(path.join(import.meta.dirname, file), args, { stdio: 'inherit', ...options });
  const waiting = new Map();
  let count = 0;
  child.on('message', ({ id, answer: answered, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(answered);
    else reject(new Error(`${file}: ${error}`));
  });
  child.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${code}`));
  });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  return {
    pid: child.pid,
    ask(name, input = {}) {
      const id = (count += 1);
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        child.send({ id, name, input });
      });
    },
    async stop() {
      process.off('exit', endWithUs);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** The child's side: what it can be asked. */
export function answer(answers) {
  const reply = async ({ id, name, input }) => {
    try {
      process.send({ id, answer: await answers[name](input) });
    } catch (error) {
      process.send({ id, error: error instanceof Error ? error.stack : String(error) });
    }
  };
  process.on('message', (asked) => void reply(asked));
  process.once('disconnect', () => process.exit(0));
}
