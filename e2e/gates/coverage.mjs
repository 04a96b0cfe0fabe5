// Every command that people run has a case in which it works and one in which it is refused.
import { cases } from '@zoetrope/contract/cases.ts';
import { registry } from '@zoetrope/contract/registry.ts';

/** Server-only commands without a public road of their own, and where they are tried. */
const triedElsewhere = {
  'people.join': 'every stage signs people up',
  'people.makeAdministrator': 'alice opens the link that the first start prints',
  'people.changeAvatar': 'e2e/api',
  'photos.ready': 'every stage with a photo waits for it',
  'photos.fail': 'e2e/api',
  'invites.signUp': 'backend/src/accounts/invites.test.ts',
  'rolls.expire': 'backend/src/effects',
  'photos.clear': 'backend/src/effects',
  'members.clear': 'backend/src/effects',
  'groups.finishClearing': 'backend/src/effects',
};

/** A sentence for each command that lacks a case, and for each case of a command that is not declared. */
export function checkCoverage(declared = registry, all = Object.values(cases).flat()) {
  const found = [];
  for (const command of declared.commands.values()) {
    if (triedElsewhere[command.name]) continue;
    const own = all.filter((one) => one.run.name === command.name);
    if (!own.some((one) => one.expect === 'ok')) found.push(`cases: ${command.name} never succeeds in a case`);
    if (!own.some((one) => one.expect !== 'ok')) found.push(`cases: ${command.name} is never refused in a case`);
  }
  for (const one of all) {
    if (declared.commands.get(one.run.name) !== one.run) found.push(`cases: "${one.title}" runs what is not declared`);
  }
  for (const [feature, own] of Object.entries(cases)) {
    const titles = own.map((one) => one.title);
    for (const title of new Set(titles)) {
      if (titles.indexOf(title) !== titles.lastIndexOf(title)) found.push(`cases: ${feature} has "${title}" twice`);
    }
  }
  return found;
}
