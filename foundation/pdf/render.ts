import { fill } from '../i18n/index.ts';
import { Canvas, MM, type SealSpot } from './canvas.ts';
import type { FlowBlock, PdfDocument, PlacedBlock } from './document.ts';
import { drawFlow } from './flow.ts';
import { messages } from './messages.ts';
import { drawPlaced } from './placed.ts';

/** A rendered document and the place of its first seal picture. */
export type Rendered = { readonly bytes: Buffer; readonly seal: SealSpot | undefined };

const FLOW_KINDS = ['paragraph', 'table', 'space', 'page-break', 'signature'];

const isFlow = (block: FlowBlock | PlacedBlock): block is FlowBlock =>
  FLOW_KINDS.includes(block.kind);

/** Words across the page, five rows, pale, under nobody's signature but over every part of the page. */
function drawWatermark(canvas: Canvas, words: string): void {
  const { kit } = canvas;
  const { width, height } = kit.page;
  canvas.decoration(() => {
    canvas.style({ size: 20, color: '#8a94a6' }, words);
    kit.opacity(0.16).rotate(-28, { origin: [width / 2, height / 2] });
    const length = kit.widthOfString(words) + 30 * MM;
    for (let y = -height / 3; y < height * 1.3; y += 48 * MM)
      for (let x = -width / 2; x < width * 1.4; x += length)
        kit.text(words, x + ((y * 3) % length) / 3, y, { lineBreak: false });
  });
}

function drawFoot(canvas: Canvas, page: number, pages: number, language: 'zh' | 'en'): void {
  const { kit } = canvas;
  const words = fill(messages['face.page'][language], { page, pages });
  canvas.decoration(() => {
    const style = { size: 9, color: '#444444', align: 'center' } as const;
    canvas.style(style, words);
    kit.text(words, 0, kit.page.height - 22 * MM, canvas.options(style, kit.page.width));
  });
}

function finishPages(canvas: Canvas, document: PdfDocument): void {
  const { kit } = canvas;
  const { start, count } = kit.bufferedPageRange();
  const language = document.language === 'en' ? 'en' : 'zh';
  for (let page = 0; page < count; page++) {
    kit.switchToPage(start + page);
    kit.page.margins.bottom = 0;
    if (document.watermark) drawWatermark(canvas, document.watermark);
    if (document.pageNumbers && count > 1) drawFoot(canvas, page + 1, count, language);
  }
}

/**
 * Draws a document in this thread; servers call `renderPdf`, which does it in a worker.
 * The same document gives the same bytes.
 * @throws {AppError} pdf.missing_glyph, pdf.does_not_fit
 */
export async function render(document: PdfDocument): Promise<Rendered> {
  const canvas = new Canvas(document);
  for (const block of document.blocks) {
    if (isFlow(block)) drawFlow(canvas, block);
    else drawPlaced(canvas, block);
  }
  finishPages(canvas, document);
  return { bytes: await canvas.finish(), seal: canvas.seal };
}
