import { defineErrors } from '../errors/index.ts';

/** Refusals of dates, calendars and clocks. Their words stand in messages.ts. */
export const errors = defineErrors('time', {
  /** The text is no `YYYY-MM-DD` of a day that exists. */
  date_invalid: 422,
  /** The holiday schedule of that year has not been imported; nobody may guess it. */
  year_not_loaded: 409,
  /** A schedule to be imported contradicts itself or the rules of such notices. */
  schedule_invalid: 422,
  /** A limit has a negative or broken value. */
  limit_invalid: 422,
  /** The law does not name this reason among those that stop this limit. */
  not_pausable: 409,
  already_paused: 409,
  not_paused: 409,
  /** The clock was stopped before; it takes no further act. */
  stopped: 409,
  /** The act lies before an act that the clock has already recorded. */
  out_of_order: 409,
  /** The law gives no extension of this limit. */
  not_extendable: 409,
  already_extended: 409,
  /** The extension is longer than the law allows, or not positive. */
  extension_out_of_range: 422,
  /** The limit had run out before the extension was asked for. */
  already_overdue: 409,
});
