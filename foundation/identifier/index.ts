export {
  CERTIFICATE_ROOT,
  type CertificateIdentifierProblem,
  type CertificateParts,
  composeCertificateIdentifier,
  nextVersion,
  parseCertificateIdentifier,
} from './certificate-identifier.ts';
export {
  checkIdNumber,
  fromFifteenDigits,
  type Holder,
  type IdNumber,
  type IdNumberProblem,
  type Sex,
} from './citizen-id.ts';
export {
  checkIdDocument,
  ID_DOCUMENT_SYSTEM,
  type IdDocumentType,
  idDocumentTypes,
} from './id-document.ts';
export { maskAddress, maskIdNumber, maskName, maskPhone } from './mask.ts';
export { messages, problemCode } from './messages.ts';
export { checkPhone, type Phone } from './phone.ts';
export {
  isRegionCode,
  isWithinRegion,
  parentRegion,
  REGION_LEVELS,
  type RegionLevel,
  regionLevel,
  regionPath,
  regionRange,
  shortRegionCode,
} from './region-code.ts';
export { syntheticIdNumber, syntheticUscc } from './synthetic.ts';
export { checkUscc, type Uscc, type UsccKind, type UsccProblem } from './uscc.ts';
