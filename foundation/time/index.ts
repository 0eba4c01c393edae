export {
  addSchedule,
  type Calendar,
  checkSchedule,
  type DayKind,
  dayKind,
  isWorkingDay,
  makeCalendar,
  nationalCalendar,
  type Why,
  workingDayFrom,
  workingDaysBetween,
} from './calendar.ts';
export {
  addDays,
  addMonths,
  addYears,
  ageOn,
  type CivilDate,
  civilDateOf,
  daysBetween,
  instantOn,
  isCivilDate,
  parseCivilDate,
  weekday,
} from './civil-date.ts';
export { type Clause, chineseNumeral, clauseText } from './clause.ts';
export {
  type Clock,
  checkLimit,
  type Limit,
  openPause,
  type Pause,
  pauseClock,
  resumeClock,
  startClock,
  stopClock,
  type Unit,
} from './clock.ts';
export { addWorkingDays, type Day, type WorkingDays } from './count.ts';
export { type ClockState, type Deadline, deadline, extendClock } from './deadline.ts';
export { errors } from './errors.ts';
export { explain } from './explain.ts';
export { defaultHours, type Window, type WorkingHours } from './hours.ts';
export {
  article45,
  licensingLaw,
  licensingLimits,
  type Presumption,
  presumedAccepted,
} from './licensing.ts';
export {
  defaultThresholds,
  type Light,
  light,
  overdueGrade,
  type Thresholds,
} from './light.ts';
export { messages } from './messages.ts';
export { type Notice, type Schedule, stateCouncilSchedules } from './schedules.ts';
