import { type Static, Type } from 'typebox';
import { AppError, type FieldError, type Params } from '../errors/index.ts';

/** RFC 9457 problem details, as every refusal is answered (contracts.md 4). */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'about:blank, or a page that explains the code' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: '<capability>.<name>; stable, to be compared by programs' }),
    params: Type.Record(Type.String(), Type.Unknown()),
    traceId: Type.String(),
    errors: Type.Array(
      Type.Object({
        pointer: Type.String({ description: 'JSON Pointer (RFC 6901) into the body' }),
        code: Type.String(),
        params: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
      }),
    ),
  },
  { $id: 'Problem', title: 'Problem' },
);
export type Problem = Static<typeof Problem>;

export const problemOf = (
  error: { code: string; status: number; params?: Params; fields?: readonly FieldError[] },
  title: string,
  traceId: string,
): Problem => ({
  type: 'about:blank',
  title,
  status: error.status,
  code: error.code,
  params: { ...error.params },
  traceId,
  errors: (error.fields ?? []).map((field) => ({ ...field, params: { ...field.params } })),
});

type ValidationEntry = {
  keyword: string;
  instancePath: string;
  params: Record<string, unknown>;
};

const escapePointer = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1');

/** What a schema violation means for the field it concerns. */
const fieldError = (entry: ValidationEntry): FieldError => {
  const { missingProperty, additionalProperty, limit } = entry.params;
  const below = missingProperty ?? additionalProperty;
  const pointer =
    typeof below === 'string'
      ? `${entry.instancePath}/${escapePointer(below)}`
      : entry.instancePath;
  const params: Params = typeof limit === 'number' ? { limit } : {};
  return {
    pointer,
    code: `http.${entry.keyword.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)}`,
    params,
  };
};

/** Schema violations of a body are 422 with the fields named; of an address or query, 400. */
export function validationProblem(context: string, entries: readonly ValidationEntry[]): AppError {
  const fields = entries.slice(0, 100).map(fieldError);
  return context === 'body'
    ? new AppError('http.invalid', 422, {}, { fields })
    : new AppError('http.malformed', 400, { where: context }, { fields });
}
