#!/usr/bin/env node
// Stands where Playwright expects its Firefox: starts the one of FIREFOX_PATH, and passes on what the two say by WebDriver
// BiDi. A command that Playwright means for newer Firefoxes is answered here, as done: the tests ask for none of these.
import { spawn } from 'node:child_process';
import { WebSocket, WebSocketServer } from 'ws';

const UNKNOWN_TO_IT = new Set(['emulation.setMediaFeaturesOverride']);
const LISTENING = /WebDriver BiDi listening on (ws:\/\/\S+)/u;
/** A screenshot or a file is one message. */
const MOST_BYTES = 256 * 1024 * 1024;

const firefox = spawn(process.env.FIREFOX_PATH, process.argv.slice(2), { stdio: ['inherit', 'inherit', 'pipe'] });
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  process.on(signal, () => firefox.kill(signal));
}
process.on('exit', () => firefox.kill('SIGKILL'));
firefox.on('exit', (code) => process.exit(code ?? 0));

let said = '';
firefox.stderr.on('data', (data) => {
  process.stderr.write(String(data).replace(LISTENING, '(behind the stand-in)'));
  said += data;
  const address = LISTENING.exec(said)?.[1];
  if (address) {
    said = '';
    listenBefore(address);
  }
});

function listenBefore(address) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' }, () =>
    process.stderr.write(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}\n`),
  );
  server.on('connection', (playwright, { url }) => {
    const behind = new WebSocket(address + url, { perMessageDeflate: false, maxPayload: MOST_BYTES });
    const early = [];
    playwright.on('message', (raw) => {
      const text = String(raw);
      const { id, method } = JSON.parse(text);
      if (UNKNOWN_TO_IT.has(method)) {
        playwright.send(JSON.stringify({ type: 'success', id, result: {} }));
      } else if (behind.readyState === WebSocket.OPEN) {
        behind.send(text);
      } else {
        early.push(text);
      }
    });
    behind.on('open', () => early.forEach((text) => behind.send(text)));
    behind.on('message', (raw) => playwright.send(String(raw)));
    behind.on('error', (error) => console.error(`firefox-stand-in: ${error.message}`));
    behind.on('close', () => playwright.close());
    playwright.on('close', () => behind.close());
  });
}
