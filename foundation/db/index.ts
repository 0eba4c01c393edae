export { type Cluster, ClusterError, databasePlace, startCluster, stopCluster } from './cluster.ts';
export { connectPool, prepareDatabase, ROLES, type Role, roleUrl, withClient } from './connect.ts';
export { type Migration, MigrationError, migrate, readMigrations } from './migrate.ts';
export { queries, raw } from './queries.ts';
export type { Expectation, Statement, Tx } from './tx.ts';
export { type Database, errors, readAs, withActor } from './with-actor.ts';
