// Who may import whom (ARCHITECTURE.md draws it). docker/guards/borders.mjs runs this and plants an offender for each rule.

/** Tests and what they are made of stand beside the code and may arrange their world with anything. */
const testFile = '\\.(test|fixture)\\.tsx?$|/testing/';

/** A room of the backend may import itself, what is named, and the ground that everyone stands on. */
const backendRoom = (room, mayImport, alsoAllowed = '') => ({
  name: `backend-${room}`,
  comment: `backend: ${room} imports only ${[...mayImport, 'config, errors, clock, log'].join(', ')}`,
  from: { path: `^backend/src/${room}/`, pathNot: testFile },
  to: {
    path: '^backend/src/',
    pathNot: `^backend/src/(${[room, ...mayImport].join('|')})/|^backend/src/(config/|errors|clock|log|refusal-log)${alsoAllowed}`,
  },
});

/** One importer for each dangerous library: tests aside, nobody else has its power in hand. Types are harmless. */
const onlyImporter = (library, room, importer) => ({
  name: `only-importer-of-${library}`,
  comment: `${library} is imported by ${importer} alone`,
  from: { path: `^${room}/`, pathNot: `${testFile}|${importer}` },
  to: { path: `(^|/)node_modules/${library}/|^${library}$`, dependencyTypesNot: ['type-only'] },
});

const forbidden = [
  {
    name: 'no-circles',
    comment: 'files that import each other are one file; types, and what is loaded later, wait for nobody',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
  },
  {
    name: 'everything-resolves',
    comment: 'an import that leads nowhere is an edge that no rule sees',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'contract-imports-zod-only',
    comment: 'both sides import the contract; it imports zod and nothing else',
    from: { path: '^contract/', pathNot: testFile },
    to: { pathNot: '^contract/|node_modules/zod/' },
  },
  {
    name: 'kernel-below-features',
    comment: 'the kernel knows no feature',
    from: { path: '^contract/kernel/', pathNot: testFile },
    to: { path: '^contract/(features/|registry|cases)' },
  },
  {
    name: 'features-below-registry',
    comment: 'a feature uses earlier features, never the registry',
    from: { path: '^contract/features/', pathNot: testFile },
    to: { path: '^contract/(registry|cases)\\.ts' },
  },
  {
    name: 'backend-imports-no-frontend',
    comment: 'the contract is the only thing that both sides import',
    from: { path: '^backend/' },
    to: { path: '^(frontend|e2e|docker)/' },
  },
  {
    name: 'rooms-are-handed-the-registry',
    comment: 'engine, store, carriers and realtime see the kernel, and no feature',
    from: {
      path: '^backend/src/(engine|store|carriers|realtime|config)/',
      pathNot: `${testFile}|^backend/src/store/(generate-migration|scratch-database)\\.ts$`,
    },
    to: { path: '^contract/(features/|registry|cases)' },
  },
  backendRoom('config', []),
  // The list of tables names every room's own; entities know nothing but TypeORM.
  backendRoom('store', [], '|\\.entity\\.ts$'),
  backendRoom('engine', ['store']),
  backendRoom('realtime', ['engine', 'store']),
  backendRoom('carriers', ['realtime', 'engine', 'store']),
  backendRoom('accounts', ['carriers', 'realtime', 'engine', 'store']),
  backendRoom('media', ['carriers', 'realtime', 'engine', 'store']),
  backendRoom('reads', ['carriers', 'realtime', 'engine', 'store']),
  backendRoom('effects', ['carriers', 'realtime', 'engine', 'store']),
  backendRoom('self-check', ['accounts', 'carriers']),
  {
    name: 'frontend-imports-no-backend',
    comment: 'the contract is the only thing that both sides import',
    from: { path: '^frontend/' },
    to: { path: '^(backend|e2e|docker)/' },
  },
  {
    name: 'frontend-uses-no-node',
    comment: 'the app runs in a browser',
    from: { path: '^frontend/src/', pathNot: testFile },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'ui-knows-no-noun',
    comment: 'ui is given what it shows; it knows neither features nor the replica nor pages',
    from: { path: '^frontend/src/ui/', pathNot: testFile },
    to: { path: '^frontend/src/(features|pages|app|replica|router)/|^contract/(features/|registry|cases)' },
  },
  {
    name: 'replica-knows-no-feature',
    comment: 'the replica treats every entity alike and is handed the registry',
    from: { path: '^frontend/src/replica/', pathNot: testFile },
    to: { path: '^frontend/src/(features|pages|app|ui|router)/|^contract/(features/|registry|cases)' },
  },
  {
    name: 'router-knows-no-page',
    comment: 'the router is handed the routes; it knows addresses and no page',
    from: { path: '^frontend/src/router/', pathNot: testFile },
    to: { path: '^frontend/src/(features|pages|app|ui|words|forms|replica)/|^contract/' },
  },
  {
    name: 'features-meet-in-pages',
    comment: 'a feature imports no other feature (people aside: each shows names and faces), no page and not the app',
    from: { path: '^frontend/src/features/([^/]+)/', pathNot: testFile },
    to: { path: '^frontend/src/(features|pages|app)/', pathNot: '^frontend/src/features/($1|people)/' },
  },
  {
    name: 'pages-below-app',
    comment: 'a page does not know the app around it',
    from: { path: '^frontend/src/pages/', pathNot: testFile },
    to: { path: '^frontend/src/app/' },
  },
  {
    name: 'e2e-imports-no-backend',
    comment: 'tests reach the server as people do',
    from: { path: '^e2e/' },
    to: { path: '^backend/' },
  },
  {
    name: 'specs-use-the-browser',
    comment: 'specs know the browser and HTTP, not the code behind them',
    from: { path: '^e2e/specs/' },
    to: { path: '^(contract|frontend|backend)/' },
  },
  {
    name: 'e2e-imports-replica-only',
    comment: 'of the app, tests import the replica: it needs neither React nor a page',
    from: { path: '^e2e/' },
    to: { path: '^frontend/src/', pathNot: '^frontend/src/replica/' },
  },
  onlyImporter('socket.io', 'backend/src', '^backend/src/carriers/live\\.(adapter|gateway)\\.ts$'),
  onlyImporter('socket.io-client', 'frontend/src', '^frontend/src/replica/carriers/[^/]*socket[^/]*\\.ts$'),
  onlyImporter('sharp', 'backend/src', '^backend/src/media/sharp\\.ts$'),
];

module.exports = {
  forbidden: forbidden.map((rule) => ({ ...rule, severity: 'error' })),
  options: {
    doNotFollow: { path: 'node_modules' },
    // Our own build, not the dist/ of a library: an edge that is excluded breaks no rule.
    exclude: { path: '^(contract|backend|frontend|e2e)/dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.css'],
    },
  },
};
