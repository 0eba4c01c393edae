import { main } from '../../apps/server/main.ts';
import phantom from 'phantom-package';
export const wrong = [main, phantom];
