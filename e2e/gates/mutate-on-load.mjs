// `node --import` this before the built server: its registry is changed as MUTANT says while it is loaded. The product
// has no hook for it.
import { register } from 'node:module';

const mutants = new URL('./mutants.mjs', import.meta.url).href;
const hooks = `
export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (!url.endsWith('/contract/dist/registry.js')) return loaded;
  const source = loaded.source.toString() + \`
import { applyMutant } from '${mutants}';
applyMutant(registry, process.env.MUTANT);\`;
  return { ...loaded, source };
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
