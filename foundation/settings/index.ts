import { join } from 'node:path';

/** Everything an operator can set, in one place. A wrong value stops the start with one line. */
export type Settings = {
  /** TCP port of the server. `PORT`, default 8080; 0 takes a free one. */
  port: number;
  /** Address the server listens on. `HOST`, default 127.0.0.1 in development, 0.0.0.0 in production. */
  host: string;
  /** Address people type, used in QR codes and links. `PUBLIC_URL`, default http://localhost:PORT. */
  publicUrl: string;
  /** `DATABASE_URL`: an account that may create roles and schemas. Unset: the embedded PostgreSQL. */
  databaseUrl: string | undefined;
  /** `DATABASE_SECRET`: from which the roles' passwords follow; needed when several machines share a database. Default: made once and kept in the data folder. */
  databaseSecret: string | undefined;
  /** Folder of data, keys and files. `DATA_DIR`, default `.data` in the checkout. */
  dataDir: string;
  /** `NODE_ENV=production`: secure cookies, no demo seed, no development mailbox. */
  production: boolean;
  /** `LOG_LEVEL`: fatal error warn info debug trace silent. Default info. */
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** `DEMO=false` starts without demo people; default true outside production. */
  demo: boolean;
  /** `STORY=false` leaves the demonstration without cases; default true with the demonstration, and never without it. */
  story: boolean;
  /** `SCREENS=skip` serves the API without building the screens; default `build`. */
  screens: 'build' | 'skip';
  /** Requests a minute and address. `RATE_LIMIT`, default 600. */
  rateLimit: number;
  /** Largest upload in bytes. `UPLOAD_LIMIT`, default 20 MB. */
  uploadLimit: number;
  /** OpenTelemetry collector. `OTEL_EXPORTER_OTLP_ENDPOINT`; unset: no traces leave. */
  traceEndpoint: string | undefined;
};

/** Thrown by `readSettings`; the message is the one line an operator sees. */
export class SettingError extends Error {}

type Env = Readonly<Record<string, string | undefined>>;

const wholeNumber = (env: Env, name: string, standard: number, low: number, high: number) => {
  const text = env[name];
  if (text === undefined || text === '') return standard;
  const value = Number(text);
  if (!Number.isInteger(value) || value < low || value > high)
    throw new SettingError(`${name}=${text}: expected a whole number from ${low} to ${high}.`);
  return value;
};

const oneOf = <T extends string>(env: Env, name: string, standard: T, allowed: readonly T[]): T => {
  const text = env[name];
  if (text === undefined || text === '') return standard;
  const found = allowed.find((value) => value === text);
  if (found === undefined)
    throw new SettingError(`${name}=${text}: expected one of ${allowed.join(', ')}.`);
  return found;
};

const yesOrNo = (env: Env, name: string, standard: boolean): boolean =>
  oneOf(env, name, standard ? 'true' : 'false', ['true', 'false']) === 'true';

const url = (env: Env, name: string, protocols: readonly string[]) => {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol))
    throw new SettingError(
      `${name}: expected an address beginning with ${protocols.join(' or ')}//.`,
    );
  return text;
};

/** Reads and checks the environment. @throws {SettingError} naming the first wrong value. */
export function readSettings(env: Env, root: string): Settings {
  const production =
    oneOf(env, 'NODE_ENV', 'development', ['development', 'production', 'test']) === 'production';
  const port = wholeNumber(env, 'PORT', 8080, 0, 65_535);
  const demo = yesOrNo(env, 'DEMO', !production);
  return {
    port,
    host: env.HOST || (production ? '0.0.0.0' : '127.0.0.1'),
    publicUrl: (url(env, 'PUBLIC_URL', ['http:', 'https:']) ?? `http://localhost:${port}`).replace(
      /\/$/,
      '',
    ),
    databaseUrl: url(env, 'DATABASE_URL', ['postgres:', 'postgresql:']),
    databaseSecret: env.DATABASE_SECRET || undefined,
    dataDir: env.DATA_DIR || join(root, '.data'),
    production,
    logLevel: oneOf(env, 'LOG_LEVEL', 'info', [
      'fatal',
      'error',
      'warn',
      'info',
      'debug',
      'trace',
      'silent',
    ]),
    demo,
    story: yesOrNo(env, 'STORY', demo) && demo,
    screens: oneOf(env, 'SCREENS', 'build', ['build', 'skip']),
    rateLimit: wholeNumber(env, 'RATE_LIMIT', 600, 1, 1_000_000),
    uploadLimit: wholeNumber(env, 'UPLOAD_LIMIT', 20 * 1024 * 1024, 1024, 1024 ** 3),
    traceEndpoint: url(env, 'OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:']),
  };
}
