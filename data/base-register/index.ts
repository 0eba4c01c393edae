export { default } from './routes.ts';
export { type ElementId, elements, errors, sameName } from './rules.ts';
export type { Facts, FactView, Source } from './schema.ts';
export {
  addLegalPerson,
  addPerson,
  changeState,
  type NewLegalPerson,
  type NewPerson,
  putFact,
  setRepresentative,
} from './service.ts';
export { answer, dispute } from './service-disputes.ts';
export {
  displayName,
  displayNames,
  factsAbout,
  factsOfMany,
  legalPersonsOf,
  representativeOf,
  type Verification,
  verifyIdentity,
} from './service-reading.ts';
