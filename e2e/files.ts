import { crc32, deflateSync } from 'node:zlib';

/** A file as a browser hands it in. */
export type Upload = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

const HEAD = Buffer.from('89504e470d0a1a0a', 'hex');
const SIDE = 96;

/** A picture (PNG, 96 × 96, one colour that depends on the name, so that no two are the same). */
export function photo(name: string): Upload {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  header.writeUInt8(8, 8);
  header.writeUInt8(2, 9);
  const colour = crc32(name);
  const pixel = Buffer.from([colour & 255, (colour >> 8) & 255, (colour >> 16) & 255]);
  const line = Buffer.concat([Buffer.from([0]), ...Array.from({ length: SIDE }, () => pixel)]);
  const lines = Buffer.concat(Array.from({ length: SIDE }, () => line));
  const buffer = Buffer.concat([
    HEAD,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { name, mimeType: 'image/png', buffer };
}

/** A document (PDF, one page with a line of text). */
export function paper(name: string): Upload {
  const text = `BT /F1 18 Tf 72 760 Td (${crc32(name)}) Tj ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${text.length}>>stream\n${text}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  let body = '%PDF-1.4\n';
  const places = objects.map((object, i) => {
    const at = body.length;
    body += `${i + 1} 0 obj${object}endobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  const end = `trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`;
  return {
    name,
    mimeType: 'application/pdf',
    buffer: Buffer.from(`${body}${table}${end}`, 'latin1'),
  };
}
