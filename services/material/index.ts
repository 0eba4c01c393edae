export { default } from './routes.ts';
export { errors } from './rules.ts';
export type {
  CaseOf,
  CaseToCheck,
  Check,
  Material,
  Provided,
  Requirement,
  Reusable,
} from './schema.ts';
// Not `attach`: that is the hook which the server calls at boot.
export { attachMaterials, findMaterials, subscriptions } from './service.ts';
export { checkCase, checksOf } from './service-checks.ts';
export { reusableFor } from './service-reuse.ts';
