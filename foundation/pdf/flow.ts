import { type Canvas, MM } from './canvas.ts';
import type { FlowBlock } from './document.ts';
import { drawQr, drawSeal } from './ornament.ts';

type Of<K extends FlowBlock['kind']> = Extract<FlowBlock, { kind: K }>;

const DEFAULT_LEADING = 1.75;
const CELL_PADDING = 1.6 * MM;

const contentWidth = ({ kit }: Canvas): number =>
  kit.page.width - kit.page.margins.left - kit.page.margins.right;
const bottomOf = ({ kit }: Canvas): number => kit.page.height - kit.page.margins.bottom;

/** Opens a page unless `height` points are left on this one. */
function keepTogether(canvas: Canvas, height: number): void {
  if (canvas.kit.y + height > bottomOf(canvas)) canvas.kit.addPage();
}

function drawParagraph(canvas: Canvas, block: Of<'paragraph'>): void {
  const { kit } = canvas;
  const size = block.size ?? 12;
  canvas.style(block, block.text);
  const options = {
    ...canvas.options(block, contentWidth(canvas), block.leading ?? DEFAULT_LEADING),
    indent: (block.indent ?? 0) * size,
    indentAllLines: false,
  };
  // A heading stays with at least two lines of what follows.
  if (block.heading) keepTogether(canvas, size * DEFAULT_LEADING * 3);
  canvas.tagged(block.heading ? `H${block.heading}` : 'P', () => {
    kit.text(block.text, kit.page.margins.left, kit.y, options);
  });
  kit.y += (block.after ?? 0) * MM;
}

type Cell = {
  readonly text: string;
  readonly width: number;
  readonly align: 'left' | 'center' | 'right';
};

function drawRow(
  canvas: Canvas,
  cells: readonly Cell[],
  size: number,
  isHeader: boolean,
  table: PDFKit.PDFStructureElement,
): void {
  const { kit } = canvas;
  const style = { size, weight: isHeader ? 'bold' : 'regular' } as const;
  const optionsOf = (cell: Cell) =>
    canvas.options({ ...style, align: cell.align }, cell.width - 2 * CELL_PADDING);
  const heights = cells.map((cell) => {
    canvas.style(style, cell.text);
    return kit.heightOfString(cell.text || ' ', optionsOf(cell));
  });
  const height = Math.max(...heights) + 2 * CELL_PADDING;
  keepTogether(canvas, height);
  const top = kit.y;
  const row = kit.struct('TR');
  table.add(row);
  let x = kit.page.margins.left;
  for (const [at, cell] of cells.entries()) {
    const left = x;
    canvas.decoration(() => {
      if (isHeader) kit.rect(left, top, cell.width, height).fill('#f0f2f5');
      kit.lineWidth(0.5).strokeColor('#000000').rect(left, top, cell.width, height).stroke();
    });
    canvas.style(style, cell.text);
    const rest = (height - (heights[at] ?? 0)) / 2;
    canvas.tagged(
      isHeader ? 'TH' : 'TD',
      () => {
        kit.text(cell.text, left + CELL_PADDING, top + rest, optionsOf(cell));
      },
      {},
      row,
    );
    x += cell.width;
  }
  row.end();
  kit.x = kit.page.margins.left;
  kit.y = top + height;
}

function drawTable(canvas: Canvas, block: Of<'table'>): void {
  const { kit } = canvas;
  const cellsOf = (texts: readonly string[]): Cell[] =>
    block.columns.map((column, at) => ({
      text: texts[at] ?? '',
      width: column.width * MM,
      align: column.align ?? 'left',
    }));
  const table = kit.struct('Table');
  canvas.root.add(table);
  const size = block.size ?? 10.5;
  if (block.header) drawRow(canvas, cellsOf(block.header), size, true, table);
  for (const texts of block.rows) drawRow(canvas, cellsOf(texts), size, false, table);
  table.end();
  kit.y += (block.after ?? 0) * MM;
}

/** Height of the band of a signature with a seal or a code, in millimetres. */
const BAND = 44;

function drawSignature(canvas: Canvas, block: Of<'signature'>): void {
  const { kit } = canvas;
  const size = block.size ?? 16;
  const step = size * DEFAULT_LEADING;
  const height = Math.max(block.lines.length * step, block.seal || block.qr ? BAND * MM : 0);
  keepTogether(canvas, height);
  const top = kit.y;
  const style = { size };
  const widths = block.lines.map((line) => {
    canvas.style(style, line);
    return kit.widthOfString(line);
  });
  const right = kit.page.width - kit.page.margins.right;
  // The date ends four characters from the right edge, the name stands centred above it and inside
  // the margin (GB/T 9704-2012 section 7.3.5).
  const middle = Math.min(
    right - 4 * size - (widths.at(-1) ?? 0) / 2,
    right - Math.max(...widths) / 2,
  );
  const first = top + (height - block.lines.length * step) / 2;
  // The words are printed over the seal, so that both can be read.
  if (block.seal) drawSeal(canvas, [middle, top + height / 2], block.seal);
  for (const [at, line] of block.lines.entries()) {
    canvas.style(style, line);
    canvas.tagged('P', () => {
      kit.text(line, middle - (widths[at] ?? 0) / 2, first + at * step, { lineBreak: false });
    });
  }
  if (block.qr) {
    const side = 26 * MM;
    const left = kit.page.margins.left;
    drawQr(canvas, [left, top + 4 * MM], side, block.qr.text, block.qr.alt);
    const caption = { size: 8, color: '#444444' };
    canvas.style(caption, block.qr.caption);
    const options = canvas.options({ ...caption, align: 'center' }, side + 8 * MM);
    const { caption: words } = block.qr;
    canvas.tagged('P', () => {
      kit.text(words, left - 4 * MM, top + 33 * MM, options);
    });
  }
  kit.x = kit.page.margins.left;
  kit.y = top + height;
}

/** Draws one block where the last one ended. */
export function drawFlow(canvas: Canvas, block: FlowBlock): void {
  const { kit } = canvas;
  switch (block.kind) {
    case 'paragraph':
      drawParagraph(canvas, block);
      break;
    case 'table':
      drawTable(canvas, block);
      break;
    case 'signature':
      drawSignature(canvas, block);
      break;
    case 'page-break':
      kit.addPage();
      break;
    case 'space':
      keepTogether(canvas, block.height * MM);
      kit.y += block.height * MM;
  }
}
