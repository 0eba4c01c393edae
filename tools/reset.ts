import { existsSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { databasePlace, stopCluster } from '@yiwang/foundation/db';
import { readSettings } from '@yiwang/foundation/settings';

/** `npm run reset`: deletes the database, keys and files of this checkout, and nothing else, after asking. */
const root = fileURLToPath(new URL('..', import.meta.url));
const { dataDir, databaseUrl } = readSettings(process.env, root);
if (!existsSync(dataDir)) {
  console.log(`There is no data: ${dataDir} does not exist.`);
  process.exit(0);
}
const place = databasePlace(dataDir);
const doomed = place.startsWith(dataDir) ? [dataDir] : [place, dataDir];
console.log(`This deletes for good:\n${doomed.map((path) => `  ${path}`).join('\n')}`);
if (databaseUrl) console.log('The database of DATABASE_URL is not touched.');
if (!process.argv.includes('--yes')) {
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asked.question('Type "delete" to go on: ');
  asked.close();
  if (answer.trim() !== 'delete') {
    console.log('Nothing was deleted.');
    process.exit(1);
  }
}
await stopCluster(place);
for (const path of doomed) rmSync(path, { recursive: true, force: true });
console.log('Deleted. The next npm start begins anew.');
