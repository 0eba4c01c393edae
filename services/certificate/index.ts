export { default } from './routes.ts';
export { pages } from './routes-pages.ts';
export { errors } from './rules.ts';
export type {
  CertificateType,
  Held,
  NewCertificate,
  NewType,
  ReadReason,
  State,
} from './schema.ts';
export { heldBy, issue, isValid, putType } from './service.ts';
export { resume, revoke, suspend } from './service-state.ts';
