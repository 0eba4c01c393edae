import { db } from '../../foundation/db/index.ts';
export const law = db;
