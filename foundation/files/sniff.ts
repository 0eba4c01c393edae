import { errors } from './errors.ts';

/** Kinds of file that are recognised by their bytes. */
export type FileType = 'pdf' | 'png' | 'jpeg' | 'webp' | 'ofd' | 'zip';

/** Kinds taken when the caller names none. */
export const DEFAULT_TYPES: readonly FileType[] = ['pdf', 'png', 'jpeg', 'webp', 'ofd'];

/** Media type under which each kind is sent. OFD has none registered with IANA. */
export const MEDIA_TYPE: Readonly<Record<FileType, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  ofd: 'application/ofd',
  zip: 'application/zip',
};

const BY_EXTENSION: Readonly<Record<string, FileType>> = {
  pdf: 'pdf',
  png: 'png',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  webp: 'webp',
  ofd: 'ofd',
  zip: 'zip',
};

const BY_MEDIA_TYPE: Readonly<Record<string, FileType>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpeg',
  'image/jpg': 'jpeg',
  'image/webp': 'webp',
  'application/ofd': 'ofd',
  'application/zip': 'zip',
  'application/x-zip-compressed': 'zip',
};

/** Types browsers send when they do not know. */
const UNSPECIFIC = ['', 'application/octet-stream', 'binary/octet-stream'];

const startsWith = (bytes: Buffer, signature: string, at = 0): boolean =>
  bytes.toString('latin1', at, at + signature.length) === signature;

/**
 * The kind that the first bytes show; `zip` may turn out to be `ofd` when its directory is read.
 * Signatures: ISO 32000 7.5.2 (PDF), PNG 5.2, JPEG B.1.1.3, RFC 9649 (WebP), APPNOTE 4.3.7 (zip).
 */
export function sniff(head: Buffer): FileType | undefined {
  if (startsWith(head, '%PDF-')) return 'pdf';
  if (startsWith(head, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(head, '\xff\xd8\xff')) return 'jpeg';
  if (startsWith(head, 'RIFF') && startsWith(head, 'WEBP', 8)) return 'webp';
  if (startsWith(head, 'PK\x03\x04')) return 'zip';
  return undefined;
}

/** What the sender says the file is. */
export type Claim = { readonly name: string; readonly mediaType?: string };

const extensionOf = (name: string): string => /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/**
 * Refuses a file whose name or declared media type differs from its bytes, and kinds not accepted.
 * A name without extension claims nothing.
 * @throws {AppError} files.disguised, files.type_refused
 */
export function assertHonest(
  claim: Claim,
  found: FileType | undefined,
  accepted: readonly FileType[],
): FileType {
  const extension = extensionOf(claim.name);
  const media = claim.mediaType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const claims = [
    extension === '' ? undefined : { word: extension, type: BY_EXTENSION[extension] },
    UNSPECIFIC.includes(media) ? undefined : { word: media, type: BY_MEDIA_TYPE[media] },
  ];
  for (const said of claims) {
    // Two unknowns are not disguised, only not taken; nor are office files, which are zips inside.
    if (!said || said.type === found) continue;
    if (!said.type && found === 'zip') throw errors.type_refused({ accepted: [...accepted] });
    throw errors.disguised({ claimed: said.word, found: found ?? '?' });
  }
  if (!found || !accepted.includes(found)) throw errors.type_refused({ accepted: [...accepted] });
  return found;
}
