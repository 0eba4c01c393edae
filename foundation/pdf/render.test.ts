import { execFileSync, spawnSync } from 'node:child_process';
import jsQR from 'jsqr';
import { PDFDict, PDFDocument, PDFName } from 'pdf-lib';
import { afterAll, expect, test } from 'vitest';
import {
  type CertificateFace,
  certificateFace,
  closePdf,
  noticeDocument,
  type PdfDocument,
  qrPng,
  qrSvg,
  renderPdf,
} from './index.ts';
import { qrModules } from './qr.ts';

afterAll(closePdf);

const createdAt = '2026-03-02T01:00:00Z';
const page = (blocks: PdfDocument['blocks'], more: Partial<PdfDocument> = {}): PdfDocument => ({
  title: '测试',
  language: 'zh-CN',
  author: '合肥市市场监督管理局',
  createdAt,
  blocks,
  ...more,
});
const face = (more: Partial<CertificateFace> = {}): CertificateFace => ({
  language: 'zh-CN',
  createdAt,
  title: '食品经营许可证',
  number: '编号：JY13401030012345',
  fields: [
    { label: '经营者名称', value: '合肥市蜀山区好滋味餐饮店' },
    { label: '统一社会信用代码', value: '92340104MA2N0ABC1X' },
  ],
  issuer: '合肥市市场监督管理局',
  issuedOn: '2026年3月2日',
  seal: { name: '合肥市市场监督管理局', purpose: '行政审批专用章', code: '3401030012345' },
  qr: { text: 'https://example.gov.cn/v/1', caption: '扫码核验', alt: '核验二维码' },
  ...more,
});
const has = (tool: string) => spawnSync(tool, ['-v']).error === undefined;

test('the same certificate gives the same bytes, tagged, with language and title', async () => {
  const [one, two] = await Promise.all([
    renderPdf(certificateFace(face())),
    renderPdf(certificateFace(face())),
  ]);
  expect(one.equals(two)).toBe(true);
  const pdf = await PDFDocument.load(one, { updateMetadata: false });
  expect(pdf.getPageCount()).toBe(1);
  expect(pdf.getTitle()).toBe('食品经营许可证 编号：JY13401030012345');
  expect(pdf.getAuthor()).toBe('合肥市市场监督管理局');
  expect(pdf.getCreationDate()?.toISOString()).toBe('2026-03-02T01:00:00.000Z');
  expect(String(pdf.catalog.get(PDFName.of('Lang')))).toBe('(zh-CN)');
  const marks = pdf.catalog.lookup(PDFName.of('MarkInfo'), PDFDict);
  expect(String(marks.get(PDFName.of('Marked')))).toBe('true');
  expect(one.length).toBeLessThan(120_000);
});

test('a character without a shape is refused and named, also inside a seal or a label', async () => {
  const rare = (characters: string[]) =>
    expect.objectContaining({ code: 'pdf.missing_glyph', status: 422, params: { characters } });
  await expect(renderPdf(page([{ kind: 'paragraph', text: '𠮷田和𠮷野，张三' }]))).rejects.toEqual(
    rare(['𠮷 U+20BB7']),
  );
  await expect(renderPdf(page([{ kind: 'seal', at: [100, 100], name: '𠮷林局' }]))).rejects.toEqual(
    rare(['𠮷 U+20BB7']),
  );
  await expect(
    renderPdf(certificateFace(face({ fields: [{ label: '姓\u{e000}', value: '𫝀' }] }))),
  ).rejects.toMatchObject({ params: { characters: ['\u{e000} U+E000', '𫝀 U+2B740'] } });
  await expect(renderPdf(page([], { watermark: '仅限𠮷' }))).rejects.toEqual(rare(['𠮷 U+20BB7']));
});

test('a long value shrinks to fit; what does not fit in the smallest print is refused', async () => {
  const scope = '热食类食品制售；'.repeat(40);
  await expect(
    renderPdf(certificateFace(face({ fields: [{ label: '经营项目', value: scope }] }))),
  ).resolves.toBeInstanceOf(Buffer);
  await expect(
    renderPdf(certificateFace(face({ fields: [{ label: '经营项目', value: scope.repeat(10) }] }))),
  ).rejects.toMatchObject({ code: 'pdf.does_not_fit', params: { field: '经营项目' } });
});

test('a notice runs over pages, with table, numbers and its signature together', async () => {
  const rows = Array.from({ length: 40 }, (_, at) => [String(at + 1), `材料${at + 1}`, '请补充。']);
  const bytes = await renderPdf(
    noticeDocument({
      language: 'zh-CN',
      createdAt,
      issuer: '合肥市市场监督管理局',
      title: '补正材料通知书',
      number: '合市监许补〔2026〕12号',
      addressee: '张三：',
      paragraphs: ['你提出的申请，材料不齐全。', '请补正下列材料：'],
      table: {
        kind: 'table',
        columns: [{ width: 14 }, { width: 60 }, { width: 82 }],
        header: ['序号', '名称', '内容'],
        rows,
      },
      issuedOn: '2026年3月2日',
      qr: { text: 'https://example.gov.cn/v/2', caption: '扫码核验', alt: '核验二维码' },
      watermark: '仅限办理食品经营许可使用',
    }),
  );
  const pdf = await PDFDocument.load(bytes);
  expect(pdf.getPageCount()).toBe(3);
  if (!has('pdftotext')) return;
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes }).toString();
  for (const words of ['补正材料通知书', '材料40', '第 3 页，共 3 页'])
    expect(text).toContain(words);
  expect(text.match(/2026年3月2日/g)).toHaveLength(1);
});

test('placed text at the foot opens no new page', async () => {
  const bytes = await renderPdf(
    page([
      { kind: 'text', at: [20, 285], width: 100, text: '页脚', height: 8 },
      { kind: 'paragraph', text: '正文' },
      { kind: 'rectangle', at: [10, 10], width: 20, height: 5, fill: '#eeeeee', thickness: 0 },
      { kind: 'image', at: [10, 10], width: 20, height: 20, bytes: await qrPng('x'), alt: '图' },
    ]),
  );
  expect((await PDFDocument.load(bytes)).getPageCount()).toBe(1);
});

test('one broken document fails alone; the worker goes on', async () => {
  const image = { kind: 'image', at: [0, 0], width: 9, height: 9, alt: '' } as const;
  const results = await Promise.allSettled([
    renderPdf(page([{ ...image, bytes: Buffer.from('not a picture') }])),
    renderPdf(page([{ kind: 'paragraph', text: '好' }])),
    renderPdf(page([{ kind: 'paragraph', text: '𠮷' }])),
    renderPdf(page([{ kind: 'paragraph', text: '好' }])),
  ]);
  expect(results.map((result) => result.status)).toEqual([
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
});

test('a closed worker starts again with the next document', async () => {
  const open = renderPdf(page([{ kind: 'paragraph', text: '好' }]));
  const failed = expect(open).rejects.toThrow('closed');
  await closePdf();
  await failed;
  await expect(renderPdf(page([{ kind: 'paragraph', text: '好' }]))).resolves.toBeDefined();
});

test('a warm worker draws a certificate within two seconds', async () => {
  await renderPdf(certificateFace(face()));
  const began = performance.now();
  await renderPdf(certificateFace(face()));
  expect(performance.now() - began).toBeLessThan(2000);
});

test('QR codes are read back by an independent reader; SVG and PNG are well formed', async () => {
  const text = 'https://example.gov.cn/核验?n=1&m="<>';
  const rows = qrModules(text);
  const scale = 4;
  const side = (rows.length + 8) * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      if (rows[Math.floor(y / scale) - 4]?.[Math.floor(x / scale) - 4])
        pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
  const read = (jsQR as unknown as { default: typeof jsQR.default }).default ?? jsQR;
  expect(read(pixels, side, side)?.data).toBe(text);
  const svg = qrSvg(text, '"<核验>&');
  expect(svg).toContain('aria-label="&#34;&#60;核验&#62;&#38;"');
  expect(svg.match(/h1v1h-1z/g)).toHaveLength(rows.flat().filter(Boolean).length);
  expect((await qrPng(text)).subarray(1, 4).toString()).toBe('PNG');
});
