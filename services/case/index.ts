export { messages } from './messages.ts';
export { default } from './routes.ts';
export { errors } from './rules.ts';
export type {
  ActName,
  CaseOutcome,
  CaseRow,
  CaseState,
  CaseView,
  DeskView,
  Provenance,
  ProvidedMaterial,
  TaskView,
  TimelineKind,
} from './schema.ts';
export {
  accept,
  correct,
  decide,
  extend,
  notifyCorrection,
  refuseAcceptance,
  withdraw,
} from './service-act.ts';
export { caseForOfficer } from './service-desk.ts';
export { openDraft, saveDraft, startDraft } from './service-draft.ts';
export { opine, orderTest, recordTest, recordVisit, review } from './service-examine.ts';
export {
  attach,
  completeRule,
  type RuleAnswer,
  reopenForOfficer,
  subscriptions,
} from './service-process.ts';
export { submit } from './service-submit.ts';
export { applicationOf, type CaseSummary, casesByIds, findCase } from './service-view.ts';
