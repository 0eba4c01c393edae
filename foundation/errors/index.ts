/** Values an error may carry to its reader: identifiers, codes, dates and counts, never personal data. */
export type Params = Record<string, string | number | boolean | null | readonly string[]>;

/** One wrong field of a request: a JSON Pointer (RFC 6901), a message code and its values. */
export type FieldError = { pointer: string; code: string; params?: Params };

/**
 * A refusal that the caller can act on. `code` is `<capability>.<name>`; the words stand in that
 * capability's messages.ts. Any other throw is a bug and answers 500.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly status: number;
  readonly params: Params;
  readonly fields: readonly FieldError[];
  constructor(
    code: string,
    status: number,
    params: Params = {},
    options: { cause?: unknown; fields?: readonly FieldError[] } = {},
  ) {
    super(code, { cause: options.cause });
    this.code = code;
    this.status = status;
    this.params = params;
    this.fields = options.fields ?? [];
  }
}

type Make = (
  params?: Params,
  options?: { cause?: unknown; fields?: readonly FieldError[] },
) => AppError;

/**
 * The table of refusals of one capability: name → HTTP status (contracts.md 5).
 * `const errors = defineErrors('case', { closed: 409 }); throw errors.closed({ caseNo });`
 */
export function defineErrors<const T extends Record<string, number>>(
  capability: string,
  table: T,
): { [K in keyof T]: Make } {
  const makers = Object.entries(table).map(([name, status]) => {
    const make: Make = (params, options) =>
      new AppError(`${capability}.${name}`, status, params, options);
    return [name, make] as const;
  });
  return Object.fromEntries(makers) as { [K in keyof T]: Make };
}

/** One text in both languages; `{name}` is replaced by the parameter of that name. */
export type Text = { readonly zh: string; readonly en: string };

/** Every error of the table has words in both languages: a missing one does not compile. */
export type Messages<T extends Record<string, unknown> = Record<never, never>> = {
  readonly [K in keyof T & string as `error.${K}`]: Text;
} & { readonly [key: string]: Text };
