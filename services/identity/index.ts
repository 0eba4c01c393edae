export { authenticator } from './authenticator.ts';
export { default, pages } from './routes.ts';
export { errors } from './rules.ts';
export { addOfficerAccount, addResident, contactOf } from './service-account.ts';
