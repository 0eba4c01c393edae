import { capabilities } from './capabilities.ts';
import { walls } from './tools/walls/rules.mjs';

export default walls(capabilities);
