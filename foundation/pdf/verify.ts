import { verify, X509Certificate } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { sameSecret, sha256 } from '../crypto/index.ts';
import { OID } from './cms.ts';

/** What can be wrong with a seal; words under `pdf.problem.<name>`. */
export type Problem =
  | 'no_seal'
  | 'not_whole_file'
  | 'malformed'
  | 'algorithm'
  | 'altered'
  | 'signature'
  | 'certificate'
  | 'untrusted'
  | 'period';

/** Result of checking a seal. `valid` means no problem at all. */
export type Verdict = {
  readonly valid: boolean;
  readonly signer: {
    readonly name: string;
    readonly organization: string;
    /** Serial number of the certificate, hexadecimal. */
    readonly serial: string;
  } | null;
  readonly coversWholeFile: boolean;
  readonly problems: readonly Problem[];
};

const DOCUMENT_SIGNING = '1.3.6.1.5.5.7.3.36';
const MOST_INTERMEDIATES = 3;
/** Bytes of a CMS signature looked at; ours has 1 500. */
const LARGEST_CMS = 256 * 1024;

type Range = { readonly covered: Buffer; readonly cms: Buffer; readonly isWhole: boolean };

/**
 * The signed bytes and the signature. Whole means: the two ranges are everything but the hexadecimal
 * string between angle brackets, so that nothing can hide in the gap or be appended.
 * Source: ISO 32000-1 section 12.8.1; ETSI EN 319 142-1.
 */
function findSignature(bytes: Buffer): Range | Problem {
  const text = bytes.toString('latin1');
  const found = [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  const [match] = found;
  if (!match) return 'no_seal';
  const [start = 0, length = 0, second = 0, rest = 0] = match.slice(1).map(Number);
  const end = start + length;
  if (end >= second || second + rest > bytes.length) return 'malformed';
  const gap = text.slice(end, second);
  if (gap.length > LARGEST_CMS || !/^<[0-9a-fA-F]*>$/.test(gap)) return 'malformed';
  const isWhole = found.length === 1 && start === 0 && second + rest === bytes.length;
  return {
    covered: Buffer.concat([bytes.subarray(start, end), bytes.subarray(second, second + rest)]),
    cms: Buffer.from(gap.slice(1, -1), 'hex'),
    isWhole,
  };
}

type Signature = {
  readonly digest: Buffer;
  readonly certificateDigest: Buffer;
  readonly signedBytes: Buffer;
  readonly value: Buffer;
  readonly certificates: readonly X509Certificate[];
};

/** The one value of an attribute, or undefined when it is missing or not single. */
function attributeOf(info: pkijs.SignerInfo, type: string): unknown {
  const matches = (info.signedAttrs?.attributes ?? []).filter((each) => each.type === type);
  return matches.length === 1 && matches[0]?.values.length === 1 ? matches[0].values[0] : undefined;
}

const octetsOf = (block: unknown): Buffer | undefined =>
  block instanceof asn1js.OctetString ? Buffer.from(block.valueBlock.valueHexView) : undefined;

/** Hash of ESSCertIDv2; another algorithm than the default stands before it and is refused. */
function certificateDigestOf(block: unknown): Buffer | undefined {
  const step = (each: unknown): unknown =>
    each instanceof asn1js.Sequence ? each.valueBlock.value[0] : undefined;
  return octetsOf(step(step(step(block))));
}

const constructed = (block: unknown): readonly asn1js.BaseBlock[] =>
  block instanceof asn1js.Constructed ? (block.valueBlock.value as asn1js.BaseBlock[]) : [];

/** The certificates as they stand in the bytes: encoding them again would mend altered ones. */
function certificatesIn(contentInfo: asn1js.AsnType): X509Certificate[] {
  const [signedData] = constructed(constructed(contentInfo)[1]);
  const isList = (block: asn1js.BaseBlock) =>
    block.idBlock.tagClass === 3 && block.idBlock.tagNumber === 0;
  return constructed(constructed(signedData).find(isList)).map(
    (block) => new X509Certificate(Buffer.from(block.valueBeforeDecodeView)),
  );
}

function parseSignature(cms: Buffer): Signature | Problem {
  const { result, offset } = asn1js.fromBER(Uint8Array.from(cms));
  // What follows the structure is padding and nothing else.
  if (offset < 0 || cms.subarray(offset).some((byte) => byte !== 0)) return 'malformed';
  const content = new pkijs.ContentInfo({ schema: result });
  if (content.contentType !== OID.signedData) return 'malformed';
  const data = new pkijs.SignedData({ schema: content.content });
  const [info] = data.signerInfos;
  if (!info?.signedAttrs || data.signerInfos.length !== 1) return 'malformed';
  if (data.encapContentInfo.eContent || data.encapContentInfo.eContentType !== OID.data)
    return 'malformed';
  if (
    info.digestAlgorithm.algorithmId !== OID.sha256 ||
    info.signatureAlgorithm.algorithmId !== OID.ecdsaWithSha256
  )
    return 'algorithm';
  const type = attributeOf(info, OID.contentType);
  const digest = octetsOf(attributeOf(info, OID.messageDigest));
  const certificateDigest = certificateDigestOf(attributeOf(info, OID.signingCertificateV2));
  const isData = type instanceof asn1js.ObjectIdentifier && type.getValue() === OID.data;
  if (!isData || !digest || !certificateDigest) return 'malformed';
  return {
    digest,
    certificateDigest,
    signedBytes: Buffer.from(info.signedAttrs.encodedValue),
    value: Buffer.from(info.signature.valueBlock.valueHexView),
    certificates: certificatesIn(result),
  };
}

const isValidAt = (certificate: X509Certificate, at: Date): boolean =>
  certificate.validFromDate <= at && at <= certificate.validToDate;

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

/** Certificates from the signer up to a trusted one, or undefined. Source: RFC 5280 section 6. */
function chainTo(
  leaf: X509Certificate,
  others: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
): X509Certificate[] | undefined {
  const chain = [leaf];
  for (let step = 0; step <= MOST_INTERMEDIATES; step++) {
    const last = chain.at(-1)!;
    const anchor = anchors.find((each) => isIssuedBy(last, each));
    if (anchor) return [...chain, anchor];
    const next = others.find((each) => !chain.includes(each) && isIssuedBy(last, each));
    if (!next) return undefined;
    chain.push(next);
  }
  return undefined;
}

function checkCertificate(
  leaf: X509Certificate,
  signature: Signature,
  anchors: readonly Uint8Array[],
  at: Date,
): Problem[] {
  const problems: Problem[] = [];
  if (leaf.ca || !leaf.keyUsage?.includes(DOCUMENT_SIGNING)) problems.push('certificate');
  const trusted = anchors.map((der) => new X509Certificate(der));
  const chain = chainTo(leaf, signature.certificates, trusted);
  if (!chain) problems.push('untrusted');
  if (!(chain ?? [leaf]).every((each) => isValidAt(each, at))) problems.push('period');
  return problems;
}

function signerOf(leaf: X509Certificate): Verdict['signer'] {
  const { subject } = leaf.toLegacyObject();
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const parts = subject as unknown as Record<string, unknown>;
  return { name: text(parts.CN), organization: text(parts.O), serial: leaf.serialNumber };
}

function parsed(cms: Buffer): Signature | Problem {
  try {
    return parseSignature(cms);
  } catch {
    // pkijs and X509Certificate throw on every structure they do not know: that is the answer.
    return 'malformed';
  }
}

/**
 * Checks the seal of a PDF with own code: ranges, digest, signature, certificate, chain to one of
 * `anchors` (DER), validity at `at` (the instant of issue where a record tells it, otherwise now).
 * Whether the certificate was revoked, or the document, is asked of the records, not of the file.
 * Never throws for any bytes.
 */
export function verifySeal(bytes: Uint8Array, anchors: readonly Uint8Array[], at: Date): Verdict {
  const none = (problem: Problem): Verdict => ({
    valid: false,
    signer: null,
    coversWholeFile: false,
    problems: [problem],
  });
  const range = findSignature(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (typeof range === 'string') return none(range);
  const signature = parsed(range.cms);
  if (typeof signature === 'string') return none(signature);
  const problems: Problem[] = [];
  if (!range.isWhole) problems.push('not_whole_file');
  if (!sameSecret(signature.digest, sha256(range.covered))) problems.push('altered');
  const leaf = signature.certificates.find((each) =>
    signature.certificateDigest.equals(sha256(each.raw)),
  );
  if (!leaf) problems.push('certificate');
  else {
    if (!isSignedBy(leaf, signature)) problems.push('signature');
    problems.push(...checkCertificate(leaf, signature, anchors, at));
  }
  return {
    valid: problems.length === 0,
    signer: leaf ? signerOf(leaf) : null,
    coversWholeFile: range.isWhole,
    problems,
  };
}

function isSignedBy(leaf: X509Certificate, signature: Signature): boolean {
  const key = leaf.publicKey;
  if (key.asymmetricKeyType !== 'ec') return false;
  return verify('sha256', signature.signedBytes, { key, dsaEncoding: 'der' }, signature.value);
}
