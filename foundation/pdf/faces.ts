import type {
  FlowBlock,
  PdfDocument,
  PlacedBlock,
  Point,
  SealPicture,
  TextStyle,
} from './document.ts';

/** What stands on the face of a certificate. Every text is already in the document's language. */
export type CertificateFace = {
  readonly language: 'zh-CN' | 'en';
  readonly createdAt: string;
  readonly title: string;
  /** The title in the other language, or the law it rests on. */
  readonly subtitle?: string;
  /** `证照编号：…`, with its label. */
  readonly number: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly issuer: string;
  /** Date of issue as written: `2026年3月2日`. */
  readonly issuedOn: string;
  readonly seal?: SealPicture;
  readonly qr: { readonly text: string; readonly caption: string; readonly alt: string };
  /** Photograph of the holder, PNG or JPEG. */
  readonly photo?: { readonly bytes: Uint8Array; readonly alt: string };
  /** One line at the foot: what the reader may do to verify, or the legal basis. */
  readonly foot?: string;
  readonly watermark?: string;
};

const RED = '#8c1c13';
const PALE = '#e9d7b4';
const GREY = '#555555';

/** Words in a box whose height they must fit. */
const words = (
  text: string,
  at: Point,
  [width, height]: readonly [number, number],
  style: TextStyle,
): Extract<PlacedBlock, { kind: 'text' }> => ({ kind: 'text', at, width, height, text, ...style });

/** Title, number and what lies behind the text. */
function headOf(face: CertificateFace): (PlacedBlock | undefined)[] {
  const spacing = face.language === 'en' ? 0 : Math.max(2, 24 - 2 * [...face.title].length);
  const title: TextStyle = { size: 34, weight: 'bold', color: RED, align: 'center', spacing };
  const subtitle: TextStyle = { size: 11, color: GREY, align: 'center' };
  return [
    { kind: 'rosette', at: [148.5, 108], radius: 62, color: PALE },
    { kind: 'border', inset: 10, color: RED },
    { ...words(face.title, [30, 27], [237, 20], title), heading: 1 },
    face.subtitle ? words(face.subtitle, [30, 47], [237, 6], subtitle) : undefined,
    words(face.number, [150, 57], [117, 7], { size: 10.5, align: 'right' }),
    { kind: 'line', from: [30, 64.5], to: [267, 64.5], thickness: 0.6, color: RED },
  ];
}

/** What is certified, and the holder's photograph beside it. */
function bodyOf(face: CertificateFace): (PlacedBlock | undefined)[] {
  return [
    {
      kind: 'fields',
      at: [46, 72],
      width: face.photo ? 168 : 205,
      height: 78,
      labelWidth: 34,
      rows: face.fields,
      size: 14,
      labelColor: RED,
    },
    face.photo ? { kind: 'image', at: [224, 72], width: 35, height: 49, ...face.photo } : undefined,
  ];
}

/** Code at the left, issuing body and date at the right over the seal, one line below. */
function footOf(face: CertificateFace): (PlacedBlock | undefined)[] {
  const { qr, foot } = face;
  const issuing: TextStyle = { size: 14, align: 'center' };
  const small: TextStyle = { size: 8, color: GREY, align: 'center' };
  return [
    // Under the words, so that both can be read.
    face.seal ? { kind: 'seal', at: [215, 167], ...face.seal } : undefined,
    { kind: 'qr', at: [46, 155], width: 24, text: qr.text, alt: qr.alt },
    words(qr.caption, [76, 160], [80, 16], { size: 9, color: GREY }),
    words(face.issuer, [167, 160], [96, 8], issuing),
    words(face.issuedOn, [167, 170], [96, 8], issuing),
    foot ? words(foot, [30, 188], [237, 5], small) : undefined,
  ];
}

/** An A4 landscape certificate: border, title, fields, issuing body under its seal, QR code. */
export function certificateFace(face: CertificateFace): PdfDocument {
  const blocks = [...headOf(face), ...bodyOf(face), ...footOf(face)];
  return {
    title: `${face.title} ${face.number}`,
    language: face.language,
    author: face.issuer,
    createdAt: face.createdAt,
    landscape: true,
    margins: [15, 15, 15, 15],
    blocks: blocks.filter((block) => block !== undefined),
    watermark: face.watermark,
  };
}

/** What stands in a notice (文书). Every text is already in the document's language. */
export type Notice = {
  readonly language: 'zh-CN' | 'en';
  readonly createdAt: string;
  /** Body in whose name it is sent. */
  readonly issuer: string;
  readonly title: string;
  /** `合政务受〔2026〕12号`. */
  readonly number?: string;
  /** `张三：`, with its colon. */
  readonly addressee?: string;
  readonly paragraphs: readonly string[];
  /** A list after the text: materials received, materials still needed. */
  readonly table?: Extract<FlowBlock, { kind: 'table' }>;
  /** What follows the table: how to object, whom to call. */
  readonly closing?: readonly string[];
  readonly issuedOn: string;
  readonly seal?: SealPicture;
  readonly qr?: { readonly text: string; readonly caption: string; readonly alt: string };
  readonly watermark?: string;
};

/** An A4 notice in the measures of official documents. Source: GB/T 9704-2012 sections 5.2, 7.2, 7.3. */
export function noticeDocument(notice: Notice): PdfDocument {
  const body = (text: string): FlowBlock => ({
    kind: 'paragraph',
    text,
    size: 16,
    indent: notice.language === 'en' ? 0 : 2,
    after: notice.language === 'en' ? 3 : 0,
  });
  const blocks: (FlowBlock | undefined)[] = [
    { kind: 'paragraph', text: notice.issuer, size: 18, align: 'center', after: 1 },
    {
      kind: 'paragraph',
      heading: 1,
      text: notice.title,
      size: 22,
      weight: 'bold',
      align: 'center',
      after: 4,
    },
    notice.number
      ? { kind: 'paragraph', text: notice.number, size: 14, align: 'right', after: 6 }
      : { kind: 'space', height: 4 },
    notice.addressee ? { kind: 'paragraph', text: notice.addressee, size: 16 } : undefined,
    ...notice.paragraphs.map(body),
    notice.table ? { kind: 'space', height: 3 } : undefined,
    notice.table ? { after: 4, ...notice.table } : undefined,
    ...(notice.closing ?? []).map(body),
    { kind: 'space', height: 8 },
    {
      kind: 'signature',
      lines: [notice.issuer, notice.issuedOn],
      seal: notice.seal,
      qr: notice.qr,
    },
  ];
  return {
    title: notice.number ? `${notice.title} ${notice.number}` : notice.title,
    language: notice.language,
    author: notice.issuer,
    createdAt: notice.createdAt,
    blocks: blocks.filter((block) => block !== undefined),
    watermark: notice.watermark,
    pageNumbers: true,
  };
}
