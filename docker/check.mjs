// `npm run check`: every rule that a program can hold. Each guard must also catch an offender that is planted for it.
// `node docker/check.mjs lint borders` runs some of them.
import { audit } from './guards/audit.mjs';
import { borders } from './guards/borders.mjs';
import { format } from './guards/format.mjs';
import { gates } from './guards/gates.mjs';
import { lint } from './guards/lint.mjs';
import { lockFile } from './guards/lock-file.mjs';
import { texts } from './guards/texts.mjs';
import { types } from './guards/types.mjs';
import { unused } from './guards/unused.mjs';

const guards = [format, lockFile, types, lint, borders, texts, unused, gates, audit];
const SHOWN = 40;

const wanted = process.argv.slice(2);
const chosen = wanted.length > 0 ? guards.filter(({ name }) => wanted.includes(name)) : guards;
const failed = [];
for (const guard of chosen) {
  const startedAt = performance.now();
  const findings = await look(guard);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${findings.length === 0 ? 'ok  ' : 'FAIL'} ${guard.name} ${seconds} s`);
  for (const finding of findings.slice(0, SHOWN)) {
    console.log(`    ${finding}`);
  }
  if (findings.length > SHOWN) {
    console.log(`    … and ${findings.length - SHOWN} more`);
  }
  if (findings.length > 0) {
    failed.push(guard.name);
  }
}
if (failed.length > 0 || chosen.length === 0) {
  console.error(`zoetrope: check failed: ${failed.join(', ') || 'no guard of that name'}.`);
  process.exitCode = 1;
}

async function look(guard) {
  try {
    const findings = await guard.check();
    const isAwake = await guard.catchesOffender();
    return isAwake ? findings : [...findings, 'this guard did not catch the offender that was planted for it'];
  } catch (error) {
    return [error.message];
  }
}
