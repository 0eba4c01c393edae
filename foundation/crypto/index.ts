export { normalise } from './blind-index.ts';
export { newCode, randomToken, sameSecret, sha256, sm3 } from './digest.ts';
export type { Place } from './envelope.ts';
export { KeyFolderError } from './key-folder.ts';
export type {
  KeyService,
  RecordKey,
  RotatingKey,
  SealCertificates,
  SigningKey,
} from './keys.ts';
export { messages } from './messages.ts';
export { hashPassword, isOutdated, verifyPassword } from './password.ts';
export { type KeyOptions, openKeys } from './software-keys.ts';
export { credentialKeys, type PublicJwk, signToken, thumbprint, verifyToken } from './token.ts';
export {
  base32,
  newTotpSecret,
  totpAddress,
  totpCode,
  totpStep,
  verifyTotp,
} from './totp.ts';
