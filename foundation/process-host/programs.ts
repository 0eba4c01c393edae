import { createHash } from 'node:crypto';
import { record } from '../audit/index.ts';
import type { Tx } from '../db/index.ts';
import { compileCondition } from '../decision/index.ts';
import type { FieldError } from '../errors/index.ts';
import {
  type ConditionCompiler,
  compile,
  type Prepared,
  type Program,
  prepare,
} from '../workflow/index.ts';
import { errors } from './errors.ts';
import * as store from './store.ts';

/** Conditions in FEEL, as decisions have them. */
export const feelCondition: ConditionCompiler = (text) => {
  const compiled = compileCondition(text);
  if ('error' in compiled) {
    const { code, params } = compiled.error;
    return { error: `${code} ${JSON.stringify(params)}` };
  }
  return { evaluate: (vars) => compiled.evaluate(vars), reads: [...compiled.reads] };
};

/** What the processes of this installation may call. */
export type Offer = { readonly hasService: (key: string) => boolean; readonly decides: boolean };

export type Programs = {
  check(xml: string): Promise<{ program?: Program; problems: Omit<FieldError, 'pointer'>[] }>;
  publish(tx: Tx, xml: string): Promise<{ programId: string }>;
  /** The program ready to run; read once per process. @throws {AppError} `process-host.program_unknown` */
  get(tx: Tx, id: string): Promise<Prepared>;
};

const MOST_KEPT = 500;

function missingFrom(program: Program, offer: Offer): Omit<FieldError, 'pointer'>[] {
  return Object.entries(program.nodes).flatMap(([id, node]) => {
    if (node.type !== 'task') return [];
    const { wait } = node;
    if (wait.kind === 'job' && !offer.hasService(wait.service))
      return [{ code: 'process-host.service_unknown', params: { id, key: wait.service } }];
    if (wait.kind === 'decide' && !offer.decides)
      return [{ code: 'process-host.decision_unavailable', params: { id, key: wait.decision } }];
    return [];
  });
}

/** The published processes: compiled once at publication, prepared once per server process. */
export function createPrograms(condition: ConditionCompiler, offer: Offer): Programs {
  const kept = new Map<string, Prepared>();
  const check: Programs['check'] = async (xml) => {
    const { program, problems } = await compile(xml, { condition });
    if (!program) return { problems };
    const missing = missingFrom(program, offer);
    return missing.length > 0 ? { problems: missing } : { program, problems: [] };
  };
  const refuse = (problems: Omit<FieldError, 'pointer'>[]) =>
    errors.refused(
      { count: problems.length },
      { fields: problems.map((problem) => ({ pointer: '/xml', ...problem })) },
    );
  return {
    check,
    publish: async (tx, xml) => {
      const { program, problems } = await check(xml);
      if (!program) throw refuse(problems);
      const { id } = program;
      const bytes = Buffer.from(xml, 'utf8');
      const sha256 = createHash('sha256').update(bytes).digest();
      const known = await tx.first(store.programHash(id));
      if (known && !known.sha256.equals(sha256))
        throw refuse([{ code: 'process-host.id_taken', params: { id } }]);
      if (known) return { programId: id };
      const { now, actor } = tx.call;
      const by = { published_at: now, published_by: actor.id };
      const row = { id, xml: bytes, sha256, program: JSON.stringify(program), ...by };
      tx.write(store.insertProgram(row));
      record(tx, { act: 'process-host.publish', subject: { kind: 'process-program', id } });
      return { programId: id };
    },
    get: async (tx, id) => {
      const before = kept.get(id);
      if (before) return before;
      const row = await tx.first(store.programById(id));
      if (!row) throw errors.program_unknown({ id });
      const prepared = prepare(row.program, { condition });
      const [oldest] = kept.keys();
      if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      kept.set(id, prepared);
      return prepared;
    },
  };
}
