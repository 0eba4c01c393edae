export { importDivisions, shippedList } from './import.ts';
export { DivisionListError } from './list-file.ts';
export {
  CODE_PATTERN,
  type CodeRange,
  isDivisionCode,
  isWithin,
  type Level,
  levelOf,
  lineageOf,
  parentOf,
  rangeOf,
  withoutPadding,
} from './names.ts';
export { default } from './routes.ts';
export {
  children,
  type DivisionPage,
  errors,
  findDivision,
  findDivisions,
  path,
  search,
} from './service.ts';
export type { Division } from './store.ts';
