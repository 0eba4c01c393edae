import { defineErrors } from '@yiwang/foundation/errors';
import type { FileType } from '@yiwang/foundation/files';
import type { Actor } from '@yiwang/foundation/permission';
import { addMonths, type CivilDate } from '@yiwang/foundation/time';

export const errors = defineErrors('material', {
  /** No such file, or not for this reader. */
  unknown: 404,
  /** The request holds no file. */
  file_missing: 422,
  /** Too many files that belong to no case yet (params: most). */
  too_many: 409,
  /** Part of a case: it stays with the case. */
  attached: 409,
  /** Removed by its owner, or just being removed, while it was handed in. */
  gone: 409,
  /** The bytes were removed at the same moment: send the file again. */
  lost: 503,
  /** `attachMaterials` was not called for this case. */
  case_unknown: 404,
});

/** Files of one owner that belong to no case yet: a bound on what one account can fill the disk with. */
export const MOST_UNATTACHED = 100;

/**
 * Months for which a file handed in earlier is offered again. No text at hand sets a number: a setting
 * of this platform. The duty not to ask again for what sharing gives: 国务院关于在线政务服务的若干规定
 * art. 7 (2019-04-26); the same article forbids any use beside government services.
 */
export const REUSE_MONTHS = 12;

/** The first day from which a file handed in is offered again on `on`. */
export const reusableFrom = (on: CivilDate): CivilDate => addMonths(on, -REUSE_MONTHS);

/** Whether an officer may open files of cases in his scope; owners see their own by the row policy. */
export const mayOpen = (actor: Actor): boolean =>
  actor.kind !== 'officer' || (actor.permissions ?? []).includes('material.read');

/** The person or legal person whose affairs these are; for an officer, the officer. */
export const ownerOf = (actor: Actor): string => actor.actsFor ?? actor.id;

const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/webp': ['webp'],
  'application/ofd': ['ofd'],
};
const TYPES: Readonly<Record<string, FileType>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpeg',
  'image/webp': 'webp',
  'application/ofd': 'ofd',
};

/** Most characters of a file name. */
const NAME_LENGTH = 120;

/**
 * A file name as it is kept: no path, no control or direction characters, nothing that a file system or a
 * header takes for itself, at most 120 characters, ending as its content demands.
 */
export function cleanName(raw: string, mediaType: string): string {
  const last = raw.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '')
    .replace(/["<>|:*?;%]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const extensions = EXTENSIONS[mediaType] ?? [];
  const [, stem = plain, extension = ''] = /^(.*)\.([^.]*)$/.exec(plain) ?? [];
  const kept = extensions.includes(extension.toLowerCase()) ? extension : (extensions[0] ?? 'bin');
  const name = kept === extension ? stem : plain;
  const room = NAME_LENGTH - kept.length - 1;
  return `${[...name].slice(0, room).join('').trim() || 'material'}.${kept}`;
}

/** The kinds named by media types (`application/pdf,image/png`); undefined when none is known. */
export function typesOf(accept: string | undefined): FileType[] | undefined {
  const types = (accept ?? '').split(',').flatMap((one) => TYPES[one.trim().toLowerCase()] ?? []);
  return types.length > 0 ? [...new Set(types)] : undefined;
}

/** Kinds that browsers show themselves; the others are offered for saving. */
const SHOWN = ['application/pdf', 'image/png', 'image/jpeg', 'image/webp'];

/** Content-Disposition with the name in UTF-8 and a plain one for old readers (RFC 6266 4.1, RFC 8187). */
export function disposition(name: string, mediaType: string): string {
  const how = SHOWN.includes(mediaType) ? 'inline' : 'attachment';
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_');
  const coded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="${plain}"; filename*=UTF-8''${coded}`;
}
