import { fileURLToPath } from 'node:url';
import { type Database, withActor } from '../db/index.ts';
import type { Call } from '../permission/index.ts';
import { digestOf, readList } from './list-file.ts';
import { addImport, importOf, lockImports, putDivisions, settle } from './store.ts';

/** The list that comes with the program: the whole country to the town, Anhui to the village. */
export const shippedList = fileURLToPath(new URL('./divisions.txt.br', import.meta.url));

const BATCH = 1000; // rows whose preparation keeps the event loop for a few milliseconds

/**
 * Reads a list of divisions into the register, in one transaction: all or nothing. The same file a
 * second time does nothing; processes that start together wait for each other. Divisions that a list
 * does not name stay as they are. `call` is made by the system kind; others the database refuses.
 * @returns how many divisions the list has, and whether it was read now.
 * @throws {DivisionListError} for a file that is no whole list.
 */
export async function importDivisions(
  db: Database,
  call: Call,
  file: string = shippedList,
): Promise<{ divisions: number; imported: boolean }> {
  const digest = await digestOf(file);
  return await withActor(db, call, async (tx) => {
    await tx.all(lockImports());
    const earlier = await tx.first(importOf(digest));
    if (earlier) return { divisions: earlier.divisions, imported: false };
    const { source, asOf, divisions } = await readList(file, BATCH, async (rows, head) => {
      await tx.all(putDivisions(rows, head.source, head.asOf));
    });
    tx.write(settle());
    const row = { digest, source, as_of: asOf, divisions, imported_at: call.now };
    tx.write(addImport(row), { rows: 1 });
    return { divisions, imported: true };
  });
}
