const WING = '(services|governance|office|data|partners)';
const own = `^${WING}/([^/]+)/`;
const test = '[.]test[.]tsx?$';
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const run = { dependencyTypesNot: ['type-only'] };

/**
 * The walls of the house as dependency-cruiser rules, for a map of capabilities (docs/architecture.md).
 * walls.test.ts proves with a small house of seeded violations that each of them can fail.
 */
export const walls = (capabilities) => ({
  forbidden: [
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
      { path: `^${WING}/[^/]+/`, pathNot: ['^$1/$2/', '/index[.]ts$'] },
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
    ...Object.entries(capabilities).map(([id, { uses }]) =>
      rule(
        `uses:${id}`,
        `capabilities.ts does not let ${id} use this.`,
        { path: `^${id}/`, pathNot: test },
        { path: `^${WING}/`, pathNot: [id, ...uses].map((used) => `^${used}/`) },
      ),
    ),
  ],
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
