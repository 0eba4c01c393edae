import { type Canvas, MM } from './canvas.ts';
import type { PlacedBlock, TextStyle } from './document.ts';
import { errors } from './errors.ts';
import { drawBorder, drawQr, drawRosette, drawSeal } from './ornament.ts';

/** Smallest print that is still read without a glass, in points. */
const SMALLEST = 6.5;
const STEP = 0.5;

type Of<K extends PlacedBlock['kind']> = Extract<PlacedBlock, { kind: K }>;

/** Largest size, down from the wished one, in which `fits` is true. @throws {AppError} pdf.does_not_fit */
function fittingSize(wished: number, field: string, fits: (size: number) => boolean): number {
  for (let size = wished; size >= SMALLEST; size -= STEP) if (fits(size)) return size;
  throw errors.does_not_fit({ field: field.slice(0, 40) });
}

function heightOf(canvas: Canvas, style: TextStyle, text: string, width: number): number {
  canvas.style(style, text);
  return canvas.kit.heightOfString(text, canvas.options(style, width));
}

function drawText(canvas: Canvas, block: Of<'text'>): void {
  const width = block.width * MM;
  const height = block.height;
  const size = height
    ? fittingSize(
        block.size ?? 12,
        block.text,
        (size) => heightOf(canvas, { ...block, size }, block.text, width) <= height * MM,
      )
    : block.size;
  const style = { ...block, size };
  canvas.style(style, block.text);
  // pdfkit counts the space after the last character when it centres.
  const shift = block.align === 'center' ? (block.spacing ?? 0) / 2 : 0;
  canvas.tagged(block.heading ? `H${block.heading}` : 'P', () => {
    canvas.kit.text(
      block.text,
      block.at[0] * MM + shift,
      block.at[1] * MM,
      canvas.options(style, width),
    );
  });
}

/** A label spread over its column, as printed forms do (姓　　名), when it is Chinese and short. */
function drawLabel(canvas: Canvas, label: string, x: number, y: number, width: number): void {
  const { kit } = canvas;
  const characters = [...label];
  const natural = kit.widthOfString(label);
  const isHan = /^\p{Script=Han}+$/u.test(label);
  if (isHan && characters.length > 1 && natural < width) {
    const characterSpacing = (width - natural) / (characters.length - 1);
    kit.text(label, x, y, { lineBreak: false, characterSpacing });
  } else kit.text(label, x, y, { width });
}

/** Most of the width that labels may take, and the gap to the values in points. */
const LABEL_SHARE = 0.4;
const LABEL_GAP = 5 * MM;

type Measured = {
  readonly size: number;
  readonly labelWidth: number;
  readonly valueWidth: number;
  readonly heights: readonly number[];
  readonly total: number;
};

function measureFields(canvas: Canvas, block: Of<'fields'>, size: number): Measured {
  const { kit } = canvas;
  const whole = block.width * MM;
  const labels = block.rows.map((row) => {
    canvas.style({ size }, row.label);
    return kit.widthOfString(row.label) + 1;
  });
  const widest = Math.max(block.labelWidth * MM, ...labels);
  const labelWidth = Math.min(widest, whole * LABEL_SHARE);
  const valueWidth = whole - labelWidth - LABEL_GAP;
  const heights = block.rows.map((row) =>
    Math.max(
      heightOf(canvas, { size }, row.label || ' ', labelWidth),
      heightOf(canvas, { size }, row.value || ' ', valueWidth),
    ),
  );
  return { size, labelWidth, valueWidth, heights, total: heights.reduce((a, b) => a + b, 0) };
}

function drawFields(canvas: Canvas, block: Of<'fields'>): void {
  const { kit } = canvas;
  const longest = block.rows.reduce(
    (found, row) => (row.value.length > found.value.length ? row : found),
    { label: '', value: '' },
  );
  const room = block.height * MM;
  // Rows stand at least a third of a line apart.
  const fits = (size: number) =>
    measureFields(canvas, block, size).total + block.rows.length * size * 0.35 <= room;
  const size = fittingSize(block.size ?? 14, longest.label, fits);
  const measured = measureFields(canvas, block, size);
  const between = Math.min((room - measured.total) / block.rows.length, size * 1.1);
  const x = block.at[0] * MM;
  let y = block.at[1] * MM;
  const list = kit.struct('L');
  canvas.root.add(list);
  for (const [at, row] of block.rows.entries()) {
    const item = kit.struct('LI');
    list.add(item);
    const drawName = () => {
      canvas.style({ size, color: block.labelColor }, row.label);
      drawLabel(canvas, row.label, x, y, measured.labelWidth);
    };
    const drawValue = () => {
      canvas.style({ size }, row.value);
      const left = x + measured.labelWidth + LABEL_GAP;
      kit.text(row.value, left, y, canvas.options({ size }, measured.valueWidth));
    };
    canvas.tagged('Lbl', drawName, {}, item);
    canvas.tagged('LBody', drawValue, {}, item);
    item.end();
    y += (measured.heights[at] ?? 0) + between;
  }
  list.end();
}

function drawImage(canvas: Canvas, block: Of<'image'>): void {
  const [x, y] = [block.at[0] * MM, block.at[1] * MM];
  const draw = () => {
    canvas.kit.image(Buffer.from(block.bytes), x, y, {
      fit: [block.width * MM, block.height * MM],
      align: 'center',
      valign: 'center',
    });
  };
  if (block.alt === '') canvas.decoration(draw);
  else canvas.tagged('Figure', draw, { alt: block.alt });
}

function drawLine(canvas: Canvas, block: Of<'line'>): void {
  canvas.decoration(() => {
    canvas.kit
      .lineWidth(block.thickness ?? 0.5)
      .strokeColor(block.color ?? '#000000')
      .moveTo(block.from[0] * MM, block.from[1] * MM)
      .lineTo(block.to[0] * MM, block.to[1] * MM)
      .stroke();
  });
}

function drawRectangle(canvas: Canvas, block: Of<'rectangle'>): void {
  canvas.decoration(() => {
    const { kit } = canvas;
    kit.lineWidth(block.thickness ?? 0.5);
    kit.rect(block.at[0] * MM, block.at[1] * MM, block.width * MM, block.height * MM);
    const stroke = block.color ?? '#000000';
    if (block.fill && block.thickness === 0) kit.fill(block.fill);
    else if (block.fill) kit.fillAndStroke(block.fill, stroke);
    else kit.strokeColor(stroke).stroke();
  });
}

const inPoints = ([x, y]: readonly [number, number]) => [x * MM, y * MM] as const;

/** Draws one block at its fixed place; the place where flowing text goes on does not move. */
export function drawPlaced(canvas: Canvas, block: PlacedBlock): void {
  const { kit } = canvas;
  const { x, y } = kit;
  // Placed text near the lower edge must not open a page.
  const bottom = kit.page.margins.bottom;
  kit.page.margins.bottom = 0;
  switch (block.kind) {
    case 'text':
      drawText(canvas, block);
      break;
    case 'fields':
      drawFields(canvas, block);
      break;
    case 'line':
      drawLine(canvas, block);
      break;
    case 'rectangle':
      drawRectangle(canvas, block);
      break;
    case 'image':
      drawImage(canvas, block);
      break;
    case 'qr':
      drawQr(canvas, inPoints(block.at), block.width * MM, block.text, block.alt);
      break;
    case 'seal':
      drawSeal(canvas, inPoints(block.at), block);
      break;
    case 'border':
      drawBorder(canvas, block.inset * MM, block.color);
      break;
    case 'rosette':
      drawRosette(canvas, inPoints(block.at), block.radius * MM, block.color);
  }
  kit.page.margins.bottom = bottom;
  kit.x = x;
  kit.y = y;
}
