export { actingAs, at, callOf, type TestDatabase, testDatabase } from './database.ts';
export { testPlatform } from './platform.ts';
