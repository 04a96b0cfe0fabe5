// What to write into each proxy. Where a proxy does a thing by itself, a comment says so: an empty answer looks forgotten.
// Sources: nginx ngx_http_proxy_module; HAProxy 2.6 configuration manual; Caddy reverse_proxy; Apache 2.4 mod_proxy and
// mod_proxy_wstunnel; Traefik 3 routing; Cloudflare's network and cache settings. nginx and HAProxy as in docker/.
import type { Setting, Topic } from './judge.ts';

export const PROXIES = ['nginx', 'HAProxy', 'Caddy', 'Apache', 'Traefik', 'Cloudflare'] as const;
export type Proxy = (typeof PROXIES)[number];

const TOPICS: readonly Topic[] = ['host', 'forwarded', 'upgrade', 'idle', 'buffering', 'body', 'sticky'];

const LINES: Record<Proxy, Record<Topic, string>> = {
  nginx: {
    host: 'proxy_set_header Host $http_host;\nproxy_set_header X-Forwarded-Host $http_host;',
    forwarded:
      'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\nproxy_set_header X-Forwarded-Proto $scheme;',
    upgrade:
      'proxy_http_version 1.1;\nproxy_set_header Upgrade $http_upgrade;\nproxy_set_header Connection "upgrade";  # in location /socket.io/',
    idle: 'proxy_read_timeout 120s;\nproxy_send_timeout 120s;',
    buffering: 'proxy_buffering off;\nproxy_request_buffering off;  # in location /api/uploads',
    body: 'client_max_body_size 100m;',
    sticky: 'upstream zoetrope {\n  hash $arg_k consistent;\n  server 10.0.0.1:3000;\n  server 10.0.0.2:3000;\n}',
  },
  HAProxy: {
    host: '# HAProxy hands the Host header on by itself.\nhttp-request set-header X-Forwarded-Host %[req.hdr(host)]',
    forwarded:
      'option forwardfor\nhttp-request set-header X-Forwarded-Proto https if { ssl_fc }\nhttp-request set-header X-Forwarded-Proto http if !{ ssl_fc }',
    upgrade: '# In `mode http` HAProxy passes WebSocket on by itself, for as long as:\ntimeout tunnel 120s',
    idle: 'timeout client 120s\ntimeout server 120s\ntimeout tunnel 120s',
    buffering: '# HAProxy keeps nothing back. Take `option http-buffer-request` away where it stands.',
    body: '# HAProxy has no limit of its own.',
    sticky:
      'balance url_param k\nhash-type consistent\nserver node-1 10.0.0.1:3000 check\nserver node-2 10.0.0.2:3000 check',
  },
  Caddy: {
    host: '# Caddy hands the Host header on by itself.',
    forwarded:
      '# Caddy sets X-Forwarded-For, -Proto and -Host by itself. Behind another proxy:\nservers {\n  trusted_proxies static private_ranges\n}',
    upgrade: '# Caddy passes WebSocket on by itself: reverse_proxy 127.0.0.1:3000',
    idle: 'reverse_proxy 127.0.0.1:3000 {\n  transport http {\n    read_timeout 120s\n    write_timeout 120s\n  }\n}',
    buffering: 'reverse_proxy 127.0.0.1:3000 {\n  flush_interval -1\n}',
    body: 'request_body {\n  max_size 100MB\n}',
    sticky: 'reverse_proxy 10.0.0.1:3000 10.0.0.2:3000 {\n  lb_policy query k\n}',
  },
  Apache: {
    host: 'ProxyPreserveHost On',
    forwarded:
      '# mod_proxy sets X-Forwarded-For and -Host by itself.\nRequestHeader set X-Forwarded-Proto expr=%{REQUEST_SCHEME}',
    upgrade:
      '# Apache 2.4.47 or newer, with mod_proxy_wstunnel loaded:\nProxyPass "/" "http://127.0.0.1:3000/" upgrade=websocket',
    idle: 'ProxyTimeout 120\nTimeout 120',
    buffering: 'ProxyPass "/" "http://127.0.0.1:3000/" flushpackets=on upgrade=websocket',
    body: 'LimitRequestBody 104857600',
    sticky:
      'Header add Set-Cookie "NODE=.%{BALANCER_WORKER_ROUTE}e; Path=/" env=BALANCER_ROUTE_CHANGED\n<Proxy "balancer://zoetrope">\n  BalancerMember "http://10.0.0.1:3000" route=1\n  BalancerMember "http://10.0.0.2:3000" route=2\n  ProxySet stickysession=NODE\n</Proxy>\nProxyPass "/" "balancer://zoetrope/" upgrade=websocket',
  },
  Traefik: {
    host: '# Traefik hands the Host header on by itself (passHostHeader is true).',
    forwarded:
      '# Traefik sets X-Forwarded-For, -Proto and -Host by itself. Behind another proxy:\nentryPoints:\n  web:\n    forwardedHeaders:\n      trustedIPs: ["10.0.0.0/8"]',
    upgrade: '# Traefik passes WebSocket on by itself.',
    idle: 'entryPoints:\n  web:\n    transport:\n      respondingTimeouts:\n        readTimeout: 0s\n        idleTimeout: 180s',
    buffering:
      'http:\n  services:\n    zoetrope:\n      loadBalancer:\n        responseForwarding:\n          flushInterval: 1ms',
    body: '# Take the buffering middleware away, or give it: maxRequestBodyBytes: 104857600',
    sticky:
      'http:\n  services:\n    zoetrope:\n      loadBalancer:\n        sticky:\n          cookie:\n            name: node',
  },
  Cloudflare: {
    host: '# Cloudflare hands the Host header on by itself. Check that no Origin Rule writes another one.',
    forwarded:
      '# Cloudflare sets X-Forwarded-For and -Proto by itself. On this server count it as a proxy:\nTRUST_PROXY=2   # Cloudflare, and one proxy of yours behind it\n# SSL/TLS > Overview: Full (strict), so that the scheme stays https.',
    upgrade: '# Network > WebSockets: On',
    idle: '# Cloudflare waits for 100 s and more, which is enough. Look at the proxy behind it.',
    buffering:
      '# Caching > Cache Rules: Bypass cache for /api/* and /socket.io/*\n# Response buffering: Off (Enterprise)',
    body: '# Uploads come in pieces of 8 MB and Cloudflare takes 100 MB. Look at the proxy behind it.',
    sticky: '# Load Balancing > Session Affinity: By Cloudflare cookie',
  },
};

/** The lines for what is missing; for everything when nothing is. */
export function linesFor(proxy: Proxy, missing: readonly Topic[]): string {
  const wanted = TOPICS.filter((topic) => missing.length === 0 || missing.includes(topic));
  return wanted.map((topic) => LINES[proxy][topic]).join('\n\n');
}

/** What to set in this server's environment. `peer`: who opened the connection to it. */
export function settingsFor(settings: readonly Setting[], typed: string, peer: string): string {
  return settings
    .map((setting) => (setting === 'PUBLIC_URL' ? `PUBLIC_URL=${typed}` : `TRUST_PROXY=${trustedName(peer)}`))
    .join('\n');
}

/** As the server's own setting has it: by name where the proxy is near, else by its address. */
function trustedName(peer: string): string {
  const address = peer.replace(/^::ffff:/u, '');
  if (/^127\.|^::1$/u.test(address)) return 'loopback';
  if (/^10\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\.|^f[cd]/iu.test(address)) return 'uniquelocal';
  return address === '' ? '1' : address;
}
