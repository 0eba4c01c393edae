import { pdflibAddPlaceholder } from '@signpdf/placeholder-pdf-lib';
import { SignPdf } from '@signpdf/signpdf';
import { Signer, SUBFILTER_ETSI_CADES_DETACHED } from '@signpdf/utils';
import { PDFDocument } from 'pdf-lib';
import type { SealSpot } from './canvas.ts';
import { type SignDer, signDetached } from './cms.ts';
import { errors } from './errors.ts';

/** What the seal says in a reader's signature panel. */
export type SealOptions = {
  /** ISO 8601 instant stated in the PDF; a claim of the signer, no time stamp. */
  readonly sealedAt: string;
  /** Body whose seal it is. */
  readonly name: string;
  /** Why: `证照签发`. */
  readonly reason: string;
  readonly location?: string;
  /** Where the picture of the seal stands, so that a click on it opens the signature. */
  readonly spot?: SealSpot;
};

export type Certificates = { readonly document: Uint8Array; readonly authority: Uint8Array };

/** Room for the signature in hexadecimal digits; ours takes about 3 000. */
const SIGNATURE_ROOM = 8192;

/**
 * Text as octal escapes of UTF-16BE with its mark: the placeholder library writes strings as they
 * are, so that brackets or Chinese would break the file. Source: ISO 32000-1 sections 7.3.4.2, 7.9.2.
 */
const pdfText = (text: string): string =>
  [...Buffer.from(`\ufeff${text}`, 'utf16le').swap16()]
    .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
    .join('');

class CmsSigner extends Signer {
  readonly #certificates: Certificates;
  readonly #sign: SignDer;

  constructor(certificates: Certificates, sign: SignDer) {
    super();
    this.#certificates = certificates;
    this.#sign = sign;
  }

  override sign(content: Buffer): Promise<Buffer> {
    return signDetached(content, this.#certificates, this.#sign);
  }
}

async function load(bytes: Uint8Array): Promise<PDFDocument> {
  try {
    return await PDFDocument.load(bytes, { updateMetadata: false });
  } catch (cause) {
    throw errors.unreadable({}, { cause });
  }
}

/**
 * Seals a PDF in this thread (PAdES B-B, ETSI.CAdES.detached, one signature over the whole file);
 * servers call `sealPdf`. @throws {AppError} pdf.unreadable, pdf.already_sealed
 */
export async function seal(
  bytes: Uint8Array,
  certificates: Certificates,
  sign: SignDer,
  options: SealOptions,
): Promise<Buffer> {
  if (Buffer.from(bytes).includes('/ByteRange')) throw errors.already_sealed();
  const document = await load(bytes);
  const { spot } = options;
  pdflibAddPlaceholder({
    pdfPage: document.getPage(spot?.page ?? 0),
    reason: pdfText(options.reason),
    name: pdfText(options.name),
    location: pdfText(options.location ?? ''),
    contactInfo: '',
    signingTime: new Date(options.sealedAt),
    signatureLength: SIGNATURE_ROOM,
    subFilter: SUBFILTER_ETSI_CADES_DETACHED,
    widgetRect: [...(spot?.rect ?? [0, 0, 0, 0])],
  });
  const prepared = await document.save({ useObjectStreams: false, updateFieldAppearances: false });
  return new SignPdf().sign(Buffer.from(prepared), new CmsSigner(certificates, sign));
}
