// `npm run fuzz`: 2,000 mutated files through the media room, of a seed by chance that the test's name tells. FUZZ_SEED
// repeats a run, FUZZ_INPUTS says how many. 150 of a fixed seed are in `npm test`.
import { randomInt } from 'node:crypto';

process.env.FUZZ_INPUTS ??= '2000';
process.env.FUZZ_SEED ??= String(randomInt(1, 2 ** 31));
console.log(`zoetrope: FUZZ_SEED=${process.env.FUZZ_SEED} FUZZ_INPUTS=${process.env.FUZZ_INPUTS}`);
process.argv.push('unit', 'backend/src/media/fuzz.test.ts');
await import('./test.mjs');
