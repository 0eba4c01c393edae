const WING = '(services|governance|office|data|partners)';
const own = `^${WING}/([^/]+)/`;
const screens = `^${WING}/[^/]+/(portal|desk|wall)([.]tsx$|/)`;
/** Components that a capability offers to other capabilities' screens. */
const screenDoor = `^${WING}/[^/]+/(portal|desk|wall)([.]tsx|/index[.]tsx)$`;
const test = '[.]test[.]tsx?$';
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const run = { dependencyTypesNot: ['type-only'] };

const fixed = [
  rule('no-cycles', 'A cycle has no first file to read.', {}, { circular: true, viaOnly: run }),
  rule(
    'foundation-knows-no-wing',
    'foundation <- wings <- apps, never back.',
    { path: '^foundation/' },
    { path: `^(apps|tools|e2e|${WING})/` },
  ),
  rule(
    'wings-know-no-app',
    'A wing does not know what it runs in.',
    { path: `^${WING}/`, pathNot: test },
    { path: '^(apps|tools|e2e)/' },
  ),
  rule(
    'one-door',
    'Another capability is entered by its index.ts only.',
    { path: own },
    { path: `^${WING}/[^/]+/`, pathNot: ['^$1/$2/', '/index[.]ts$', screenDoor] },
  ),
  rule(
    'screens-embed-screens',
    'Only a screen embeds what another capability shows.',
    { path: own, pathNot: `${screens}|${test}` },
    { path: screenDoor, pathNot: '^$1/$2/' },
  ),
  rule(
    'rules-are-pure',
    'rules.ts: no I/O, no framework.',
    { path: '/rules[.]ts$' },
    { path: 'node_modules|/(store|service|routes)[.]ts$|^foundation/(db|http)/', ...run },
  ),
  rule(
    'sql-in-store',
    'Only a store speaks SQL.',
    {
      path: `^(${WING}|foundation)/`,
      pathNot: `/store[^/]*[.]ts$|^foundation/(db|testing)/|${test}`,
    },
    { path: 'node_modules/(kysely|pg)/', ...run },
  ),
  rule(
    'screens-stay-in-the-browser',
    'A screen may share schema.ts and messages.ts, nothing else of the server.',
    { path: `^${WING}/[^/]+/(portal|desk|wall)([.]tsx$|/)` },
    { path: '/(routes|service|store|rules|index)[.]ts$', ...run },
  ),
  rule(
    'declared-packages-only',
    'No phantom dependencies.',
    {},
    {
      dependencyTypes: ['npm-no-pkg', 'unknown', 'undetermined'],
      pathNot: '^virtual:|^[.]',
    },
  ),
  rule(
    'resolvable',
    'Every import leads somewhere.',
    {},
    { couldNotResolve: true, pathNot: '^virtual:' },
  ),
];

/** What the map lets one capability use, and what it lets its screens embed besides. */
const ofCapability = ([id, { uses, embeds = [] }]) => [
  rule(
    `uses:${id}`,
    `capabilities.ts does not let ${id} use this.`,
    { path: `^${id}/`, pathNot: `${screens}|${test}` },
    { path: `^${WING}/`, pathNot: [id, ...uses].map((used) => `^${used}/`) },
  ),
  rule(
    `embeds:${id}`,
    `capabilities.ts does not let the screens of ${id} use or embed this.`,
    { path: `^${id}/(portal|desk|wall)([.]tsx$|/)` },
    { path: `^${WING}/`, pathNot: [id, ...uses, ...embeds].map((used) => `^${used}/`) },
  ),
];

/**
 * The walls of the house as dependency-cruiser rules, for a map of capabilities (docs/architecture.md).
 * walls.test.ts proves with a small house of seeded violations that each of them can fail.
 */
export const walls = (capabilities) => ({
  forbidden: [...fixed, ...Object.entries(capabilities).flatMap(ofCapability)],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules/(?!@yiwang)' },
    exclude: { path: '^apps/[^/]+/dist/|^[.](data|cache)/|[.]css$' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
});
