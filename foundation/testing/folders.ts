import { capabilities, pieces } from '../../capabilities.ts';

/** Every folder that may hold migrations, in the order in which they are applied. */
export const migrationFolders: readonly string[] = [
  ...Object.keys(pieces).map((piece) => `foundation/${piece}`),
  ...Object.keys(capabilities),
];
