// For each rule of .dependency-cruiser.cjs a file that breaks it, in a tree shaped like ours.

const target = 'export const target = 1;\n';
const use = (specifier) => `import { target } from '${specifier}';\nexport const use = target;\n`;
const contract = (file) => `@zoetrope/contract/${file}`;

/** What the offenders import. */
export const bystanders = Object.fromEntries(
  [
    'contract/kernel/entity.ts',
    'contract/features/people.ts',
    'contract/registry.ts',
    'backend/src/app.module.ts',
    'backend/src/store/store.ts',
    'backend/src/engine/run.ts',
    'backend/src/carriers/sync.ts',
    'backend/src/effects/photos.ts',
    'frontend/src/app/app.tsx',
    'frontend/src/pages/home.tsx',
    'frontend/src/ui/button.tsx',
    'frontend/src/replica/replica.ts',
    'frontend/src/features/people/avatar.tsx',
    'frontend/src/features/comments/thread.tsx',
    'e2e/support/until.ts',
  ].map((file) => [file, target]),
);

const backendRooms = [
  'config',
  'store',
  'engine',
  'realtime',
  'carriers',
  'accounts',
  'media',
  'reads',
  'effects',
  'self-check',
];

/** Rule -> `{ path: text }`. */
export const offencesByRule = {
  'no-circles': {
    'contract/kernel/chicken.ts': "import { egg } from './egg.ts';\nexport const chicken = () => egg();\n",
    'contract/kernel/egg.ts': "import { chicken } from './chicken.ts';\nexport const egg = () => chicken();\n",
  },
  'everything-resolves': { 'contract/kernel/lost.ts': use('./nowhere.ts') },
  'contract-imports-zod-only': { 'contract/features/disk.ts': "import fs from 'node:fs';\nexport const use = fs;\n" },
  'kernel-below-features': { 'contract/kernel/partial.ts': use(contract('features/people.ts')) },
  'features-below-registry': { 'contract/features/curious.ts': use(contract('registry.ts')) },
  'backend-imports-no-frontend': { 'backend/src/reads/screen.ts': use('@zoetrope/frontend/src/ui/button.tsx') },
  'rooms-are-handed-the-registry': { 'backend/src/engine/partial.ts': use(contract('features/people.ts')) },
  ...Object.fromEntries(
    backendRooms.map((room) => [`backend-${room}`, { [`backend/src/${room}/climber.ts`]: use('#app.module.ts') }]),
  ),
  'frontend-imports-no-backend': { 'frontend/src/pages/sql.ts': use('@zoetrope/backend/src/store/store.ts') },
  'frontend-uses-no-node': { 'frontend/src/ui/disk.ts': "import fs from 'node:fs';\nexport const use = fs;\n" },
  'ui-knows-no-noun': { 'frontend/src/ui/noun.ts': use('#features/people/avatar.tsx') },
  'replica-knows-no-feature': { 'frontend/src/replica/partial.ts': use(contract('features/people.ts')) },
  'router-knows-no-page': { 'frontend/src/router/first.ts': use('#pages/home.tsx') },
  'features-meet-in-pages': { 'frontend/src/features/photos/thread.tsx': use('#features/comments/thread.tsx') },
  'pages-below-app': { 'frontend/src/pages/frame.tsx': use('#app/app.tsx') },
  'e2e-imports-no-backend': { 'e2e/suite/inside.test.ts': use('@zoetrope/backend/src/store/store.ts') },
  'specs-use-the-browser': { 'e2e/specs/inside.spec.ts': use(contract('registry.ts')) },
  'e2e-imports-replica-only': { 'e2e/suite/pixels.test.ts': use('@zoetrope/frontend/src/ui/button.tsx') },
  'only-importer-of-socket.io': {
    'backend/src/media/second.ts': "import { Server } from 'socket.io';\nexport const use = Server;\n",
  },
  'only-importer-of-socket.io-client': {
    'frontend/src/features/photos/second.ts': "import { io } from 'socket.io-client';\nexport const use = io;\n",
  },
  'only-importer-of-sharp': {
    'backend/src/carriers/second.ts': "import sharp from 'sharp';\nexport const use = sharp;\n",
  },
  'no-way-up': { 'backend/src/engine/up.ts': use('../store/store.ts') },
};
