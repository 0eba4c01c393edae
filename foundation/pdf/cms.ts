import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { sha256 } from '../crypto/index.ts';

/** Object identifiers. Source: RFC 5652, RFC 5035, RFC 5754, RFC 5758. */
export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;

/** Makes the DER signature of bytes; the key stays where it is. */
export type SignDer = (data: Buffer) => Promise<Uint8Array>;

const view = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);

const octets = (bytes: Uint8Array) => new asn1js.OctetString({ valueHex: view(bytes).buffer });

const algorithm = (algorithmId: string) => new pkijs.AlgorithmIdentifier({ algorithmId });

export const parseCertificate = (der: Uint8Array): pkijs.Certificate =>
  new pkijs.Certificate({ schema: asn1js.fromBER(view(der)).result });

/** ESSCertIDv2 with the default hash SHA-256 left out, as DER demands. Source: RFC 5035. */
const signingCertificate = (der: Uint8Array) =>
  new asn1js.Sequence({
    value: [
      new asn1js.Sequence({ value: [new asn1js.Sequence({ value: [octets(sha256(der))] })] }),
    ],
  });

function signedAttributes(digest: Uint8Array, certificate: Uint8Array): pkijs.Attribute[] {
  const attribute = (type: string, value: asn1js.BaseBlock) =>
    new pkijs.Attribute({ type, values: [value] });
  const list = [
    attribute(OID.contentType, new asn1js.ObjectIdentifier({ value: OID.data })),
    attribute(OID.messageDigest, octets(digest)),
    attribute(OID.signingCertificateV2, signingCertificate(certificate)),
  ];
  // A SET OF is in the order of its encoded members (X.690 section 11.6).
  const encoded = (each: pkijs.Attribute) => Buffer.from(each.toSchema().toBER(false));
  return list.sort((a, b) => Buffer.compare(encoded(a), encoded(b)));
}

/**
 * Detached CMS signature of `content` for a PAdES B-B seal: signing certificate attribute in, signing
 * time out (that stands in the PDF). Source: ETSI EN 319 142-1 section 6.3, RFC 5652 section 5.
 */
export async function signDetached(
  content: Uint8Array,
  certificates: { readonly document: Uint8Array; readonly authority: Uint8Array },
  sign: SignDer,
): Promise<Buffer> {
  const signer = parseCertificate(certificates.document);
  const attributes = signedAttributes(sha256(content), certificates.document);
  const toSign = new asn1js.Set({ value: attributes.map((each) => each.toSchema()) });
  const signature = await sign(Buffer.from(toSign.toBER(false)));
  const signedData = new pkijs.SignedData({
    version: 1,
    digestAlgorithms: [algorithm(OID.sha256)],
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: OID.data }),
    certificates: [signer, parseCertificate(certificates.authority)],
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({
          issuer: signer.issuer,
          serialNumber: signer.serialNumber,
        }),
        digestAlgorithm: algorithm(OID.sha256),
        signedAttrs: new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes }),
        signatureAlgorithm: algorithm(OID.ecdsaWithSha256),
        signature: octets(signature),
      }),
    ],
  });
  const content0 = new pkijs.ContentInfo({
    contentType: OID.signedData,
    content: signedData.toSchema(true),
  });
  return Buffer.from(content0.toSchema().toBER(false));
}
