import { defineErrors, type Params } from '../errors/index.ts';

/** Refusals while a process runs; each is a mistake of the calling host, not of the applicant. */
export const errors = defineErrors('workflow', {
  not_started: 409,
  other_program: 409,
  condition_unknown: 409,
  too_many_steps: 409,
});

/** Reasons why a process is not published; the words are in messages.ts under `error.<name>`. */
export type ProblemName =
  | 'xml_too_large'
  | 'xml_too_deep'
  | 'xml_doctype'
  | 'xml_malformed'
  | 'xml_repeated'
  | 'unreadable'
  | 'unresolved_reference'
  | 'process_missing'
  | 'process_many'
  | 'process_not_executable'
  | 'element_not_supported'
  | 'property_not_supported'
  | 'value_not_supported'
  | 'extension_not_supported'
  | 'id_missing'
  | 'setting_missing'
  | 'setting_wrong'
  | 'timer_missing'
  | 'timer_twice'
  | 'attached_wrong'
  | 'item_without_list'
  | 'flow_lists_differ'
  | 'flow_end_wrong'
  | 'condition_wrong'
  | 'condition_missing'
  | 'condition_misplaced'
  | 'default_missing'
  | 'default_misplaced'
  | 'start_missing'
  | 'start_many'
  | 'end_missing'
  | 'incoming_missing'
  | 'outgoing_missing'
  | 'incoming_misplaced'
  | 'outgoing_misplaced'
  | 'unreachable'
  | 'no_way_out'
  | 'cycle_without_wait'
  | 'join_may_wait_forever'
  | 'tokens_multiply'
  | 'too_complex';

/** One reason why a text is not a publishable process; `code` is `workflow.<name>`. */
export type Problem = { code: `workflow.${ProblemName}`; params: Params };

export const problem = (name: ProblemName, params: Params = {}): Problem => ({
  code: `workflow.${name}`,
  params,
});
