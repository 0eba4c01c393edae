import { defineErrors } from '../errors/index.ts';

/** Refusals of the process host; their words stand in messages.ts. */
export const errors = defineErrors('process-host', {
  /** A process text that cannot run; `fields` holds every problem. */
  refused: 422,
  program_unknown: 404,
  instance_unknown: 404,
  /** The instance id was used before: nothing is done twice. */
  started: 409,
  /** Somebody else moved the process in between. */
  conflict: 409,
  task_unknown: 404,
  task_gone: 409,
  not_candidate: 403,
  claimed: 409,
  changed: 409,
  /** The list of a joint review names no organization for an item. */
  organization_missing: 409,
  /** More automatic steps in one act than any lawful process needs. */
  too_many_steps: 409,
});
