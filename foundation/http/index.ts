export { html, Markup } from './html.ts';
export { asked, hrefOf, layout, linkIn, type View, viewOf } from './layout.ts';
export { cursor, ListOf, Page, page, readCursor } from './paging.ts';
export type { Platform } from './platform.ts';
export { Problem } from './problem.ts';
export { errors, etag, type Http, type Routes, versionOf } from './route.ts';
export { type Authenticator, createHttp, type HttpOptions, type Session } from './server.ts';
