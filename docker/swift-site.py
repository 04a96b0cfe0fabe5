# Swift's four servers, and the memcached that they need, as one process group out of one start of Python, which takes
# longer than serving a whole test. Called by swift.mjs; ends with whoever called it.
import os
import signal
import subprocess
import sys
import time

from swift.common import utils

folder, memcached, memcached_port, *ports = sys.argv[1:]
# Before anything that reads /etc/swift/swift.conf instead.
utils.set_swift_dir(folder)

from swift.common.ring import RingBuilder
from swift.common.wsgi import run_wsgi
from swift.obj import server as object_server

for name, port in zip(('account', 'container', 'object'), map(int, ports)):
    address = {'ip': '127.0.0.1', 'port': port, 'replication_ip': '127.0.0.1', 'replication_port': port}
    # Two parts, one copy, no hours to wait before they may be moved.
    builder = RingBuilder(1, 1, 0)
    builder.add_dev({'id': 0, 'region': 1, 'zone': 1, 'weight': 1, 'device': 'disk', 'meta': '', **address})
    builder.rebalance()
    builder.get_ring().save(os.path.join(folder, f'{name}.ring.gz'))

# Whoever ends the group ends all of it: Swift would make a session of its own.
os.setsid = lambda: None
# root is asked for the name of a user; a container may have no other one.
as_user = ['-u', 'root'] if os.getuid() == 0 else []
subprocess.Popen([memcached, '-p', memcached_port, '-l', '127.0.0.1', '-U', '0', '-m', '16', *as_user])
for name in ('account', 'container', 'object', 'proxy'):
    more = {'global_conf_callback': object_server.global_conf_callback} if name == 'object' else {}
    if os.fork() == 0:
        sys.exit(run_wsgi(os.path.join(folder, f'{name}.conf'), f'{name}-server', verbose=True, **more))

parent = os.getppid()
while os.getppid() == parent:
    time.sleep(0.5)
os.killpg(0, signal.SIGKILL)
