import { type KeyObject, randomBytes, sign, type X509Certificate } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { sha256 } from './digest.ts';

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const DIGITAL_SIGNATURE_AND_NON_REPUDIATION = 0b1100_0000;
const CERT_SIGN_AND_CRL_SIGN = 0b0000_0110;

/** What a certificate says about its holder. */
export type Subject = { readonly commonName: string; readonly organization: string };

/** Request for one X.509 v3 certificate with a P-256 key. Both ends of the period are inclusive. */
export type CertificateRequest = {
  readonly use: 'authority' | 'document';
  readonly subject: Subject;
  readonly publicKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** The authority that signs. Absent: the certificate signs itself with `signingKey`. */
  readonly issuer?: X509Certificate;
  readonly signingKey: KeyObject;
};

const parsed = (der: Uint8Array): asn1js.BaseBlock => asn1js.fromBER(Uint8Array.from(der)).result;

/** A distinguished name, one attribute a part; pkijs by itself would put all into one part. */
function nameOf(subject: Subject): pkijs.RelativeDistinguishedNames {
  const part = (type: string, value: asn1js.BaseBlock) =>
    new asn1js.Set({
      value: [
        new asn1js.Sequence({ value: [new asn1js.ObjectIdentifier({ value: type }), value] }),
      ],
    });
  const name = new asn1js.Sequence({
    value: [
      part('2.5.4.6', new asn1js.PrintableString({ value: 'CN' })),
      part('2.5.4.10', new asn1js.Utf8String({ value: subject.organization })),
      part('2.5.4.3', new asn1js.Utf8String({ value: subject.commonName })),
    ],
  });
  // Only a name that was read from bytes is written back as it is.
  return new pkijs.RelativeDistinguishedNames({
    schema: parsed(new Uint8Array(name.toBER(false))),
  });
}

const keyIdentifier = (key: KeyObject): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(sha256(key.export({ type: 'spki', format: 'der' })).subarray(0, 20));

const extension = (extnID: string, critical: boolean, value: asn1js.BaseBlock) =>
  new pkijs.Extension({ extnID, critical, extnValue: value.toBER(false) });

/** Source: RFC 5280 section 4.2.1 (constraints, usage, identifiers), RFC 9336 (document signing). */
function extensionsOf(request: CertificateRequest): pkijs.Extension[] {
  const authority = request.use === 'authority';
  const constraints = authority
    ? new pkijs.BasicConstraints({ cA: true, pathLenConstraint: 0 })
    : new pkijs.BasicConstraints({});
  const usage = authority ? CERT_SIGN_AND_CRL_SIGN : DIGITAL_SIGNATURE_AND_NON_REPUDIATION;
  const unusedBits = authority ? 1 : 6;
  const bits = new asn1js.BitString({ valueHex: Uint8Array.of(usage).buffer, unusedBits });
  const issuerKey = request.issuer?.publicKey ?? request.publicKey;
  const list = [
    extension('2.5.29.19', true, constraints.toSchema()),
    extension('2.5.29.15', true, bits),
    extension(
      '2.5.29.14',
      false,
      new asn1js.OctetString({ valueHex: keyIdentifier(request.publicKey).buffer }),
    ),
    extension(
      '2.5.29.35',
      false,
      new pkijs.AuthorityKeyIdentifier({
        keyIdentifier: new asn1js.OctetString({ valueHex: keyIdentifier(issuerKey).buffer }),
      }).toSchema(),
    ),
  ];
  // PDF readers built on NSS accept a signer only with emailProtection beside documentSigning.
  const purposes = ['1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.4'];
  if (!authority)
    list.push(
      extension('2.5.29.37', false, new pkijs.ExtKeyUsage({ keyPurposes: purposes }).toSchema()),
    );
  return list;
}

/** A fraction of a second is not allowed in a certificate's times (RFC 5280 section 4.1.2.5.2). */
const wholeSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

/** Makes and signs a certificate (ECDSA P-256 with SHA-256), as DER. Source: RFC 5280. */
export function issueCertificate(request: CertificateRequest): Buffer {
  const certificate = new pkijs.Certificate();
  certificate.version = 2;
  const serial = Uint8Array.from(randomBytes(16));
  // Positive and of full length: the top bit clear, the next one set.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  certificate.serialNumber = new asn1js.Integer({ valueHex: serial.buffer });
  certificate.notBefore.value = wholeSecond(request.notBefore);
  certificate.notAfter.value = wholeSecond(request.notAfter);
  // From 2050 on dates are GeneralizedTime (RFC 5280 section 4.1.2.5).
  certificate.notAfter.type = request.notAfter.getUTCFullYear() >= 2050 ? 1 : 0;
  certificate.subject = nameOf(request.subject);
  certificate.issuer = request.issuer
    ? new pkijs.Certificate({ schema: parsed(request.issuer.raw) }).subject
    : nameOf(request.subject);
  const spki = request.publicKey.export({ type: 'spki', format: 'der' });
  certificate.subjectPublicKeyInfo = new pkijs.PublicKeyInfo({ schema: parsed(spki) });
  certificate.extensions = extensionsOf(request);
  const algorithm = new pkijs.AlgorithmIdentifier({ algorithmId: ECDSA_WITH_SHA256 });
  certificate.signature = algorithm;
  certificate.signatureAlgorithm = algorithm;
  const tbs = certificate.encodeTBS().toBER(false);
  certificate.tbsView = new Uint8Array(tbs);
  const signature = sign('sha256', Buffer.from(tbs), request.signingKey);
  certificate.signatureValue = new asn1js.BitString({
    valueHex: Uint8Array.from(signature).buffer,
  });
  return Buffer.from(certificate.toSchema().toBER(false));
}
