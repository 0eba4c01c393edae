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
