export { advance } from './advance.ts';
export { type ConditionCompiler, type Prepared, prepare } from './conditions.ts';
export { messages } from './messages.ts';
export { opens } from './opens.ts';
export { errors, type Problem } from './problems.ts';
export type {
  DrawnLimit,
  Effect,
  Opened,
  Program,
  State,
  Step,
  Trail,
  Vars,
  WorkflowEvent,
} from './program.ts';
export { assembleXml, compile } from './publication.ts';
export { SETTINGS_NAMESPACE } from './xml.ts';
