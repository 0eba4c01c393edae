export { readPackages } from './catalogue.ts';
export { messages } from './messages.ts';
export { registerElements } from './register.ts';
export { default } from './routes.ts';
export { errors } from './rules.ts';
export type {
  ItemCertificate,
  ItemDecisionInput,
  ItemDefinition,
  ItemMaterial,
  ItemPackage,
  ItemSummary,
  ItemVersion,
  PackageProblem,
} from './schema.ts';
export { decisionOf, findItem, findItemVersion, listItems, publish } from './service.ts';
