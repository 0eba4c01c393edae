export type { Face, FoundScreen } from './discover.ts';
export { findScreens, screenFiles, screensPlugin } from './discover.ts';
export { messages } from './messages.ts';
