// Loaded with --import into each child of start.mjs and dev.mjs: when the parent is killed with -9 the channel
// closes, and the child ends as if it had been asked to, instead of holding the port for ever.
const isOurChild = process.env.FOLLOWED_PARENT === String(process.ppid);

// Workers that the child forks inherit both the flag and the variable; they follow the child in their own way.
if (process.channel && isOurChild) {
  process.channel.unref();
  process.on('disconnect', () => {
    // The whole group: a compiler has children of its own.
    process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), 2_200).unref();
  });
}
