import type { FieldError, Params } from '../errors/index.ts';
import type { Locale } from '../i18n/index.ts';
import { errorKey, t } from '../i18n/index.ts';

/** A refusal of the server, read from `application/problem+json` (RFC 9457); status 0 means that no answer came. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly params: Params;
  readonly errors: readonly FieldError[];
  readonly traceId: string | undefined;
  constructor(
    status: number,
    code: string,
    params: Params = {},
    errors: readonly FieldError[] = [],
    traceId?: string,
  ) {
    super(code);
    this.status = status;
    this.code = code;
    this.params = params;
    this.errors = errors;
    this.traceId = traceId;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readParams = (value: unknown): Params => {
  if (!isRecord(value)) return {};
  const kept = Object.entries(value).filter(
    ([, one]) =>
      one === null || ['string', 'number', 'boolean'].includes(typeof one) || Array.isArray(one),
  );
  return Object.fromEntries(kept) as Params;
};

const readField = (value: unknown): FieldError[] =>
  isRecord(value) && typeof value.pointer === 'string' && typeof value.code === 'string'
    ? [{ pointer: value.pointer, code: value.code, params: readParams(value.params) }]
    : [];

/** The code used when an answer names none: by status, in the words of `ui`. */
const codeOf = (status: number): string => {
  if (status === 401) return 'ui.not_signed_in';
  if (status === 403) return 'ui.forbidden';
  if (status === 404) return 'ui.not_found';
  if (status === 429) return 'ui.too_many';
  return 'ui.unknown';
};

/** Reads a refusal; an answer that is no problem document (a proxy's page, an empty body) still becomes one. */
export function readProblem(status: number, body: unknown): Problem {
  if (!isRecord(body) || typeof body.code !== 'string') return new Problem(status, codeOf(status));
  return new Problem(
    status,
    body.code,
    readParams(body.params),
    Array.isArray(body.errors) ? body.errors.flatMap(readField) : [],
    typeof body.traceId === 'string' ? body.traceId : undefined,
  );
}

/** The problem of a request that got no answer: the network or the server is away. */
export const noAnswer = (): Problem => new Problem(0, 'ui.offline');

/** Anything thrown as a problem; a bug of the screen itself becomes `ui.unknown`. */
export const asProblem = (thrown: unknown): Problem =>
  thrown instanceof Problem ? thrown : new Problem(500, 'ui.unknown');

/** The words of an error code; a code without words gets those of `ui.unknown`, never the bare code. */
export function codeText(locale: Locale, code: string, params?: Params): string {
  const key = errorKey(code);
  const words = t(locale, key, params);
  return words === key ? t(locale, 'ui.error.unknown') : words;
}

/** The words of a problem. */
export const problemText = (locale: Locale, problem: Problem): string =>
  codeText(locale, problem.code, problem.params);

/** The words beside each field by JSON Pointer; only the first of a field is shown. */
export function fieldTexts(locale: Locale, problem: Problem | undefined): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { pointer, code, params } of problem?.errors ?? [])
    texts[pointer] ??= codeText(locale, code, params);
  return texts;
}

/** The DOM id of the field at a JSON Pointer, so that an error summary can link to it. */
export const fieldId = (pointer: string): string =>
  `field${pointer.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '')}`;
