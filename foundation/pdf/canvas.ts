import { fileURLToPath } from 'node:url';
import PDFKit from 'pdfkit';
import type { Align, PdfDocument, TextStyle, Weight } from './document.ts';
import { errors } from './errors.ts';

/** Points of one millimetre. */
export const MM = 72 / 25.4;

/** Distance of lines of the font as a multiple of its size; less would cut into the line above. */
const NATURAL_LEADING = 1.448;

const DEFAULT_MARGINS = [37, 26, 35, 28] as const;

const fontPath = (folder: string, file: string) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-sans-sc/${folder}/${file}`));

/** Noto Sans SC, SIL Open Font License 1.1: embedding is allowed. */
const FONTS: Readonly<Record<Weight, string>> = {
  regular: fontPath('400Regular', 'NotoSansSC_400Regular.ttf'),
  bold: fontPath('700Bold', 'NotoSansSC_700Bold.ttf'),
};

/** What pdfkit holds of a font it has opened (fontkit's object; it takes the same back as a source). */
type GlyphSource = { hasGlyphForCodePoint(codePoint: number): boolean };

const fontOf = (kit: PDFKit.PDFDocument): GlyphSource =>
  (kit as unknown as { _font: { font: GlyphSource } })._font.font;

/** Fonts stay open from one document to the next: parsing 10 MB takes longer than drawing a page. */
const opened: Partial<Record<Weight, GlyphSource>> = {};

/** Where the seal's picture stands: page from 0 and its square in PDF points from the lower left. */
export type SealSpot = {
  readonly page: number;
  readonly rect: readonly [number, number, number, number];
};

/** A PDF being written: fonts, tags, and the watch for characters the font lacks. */
export class Canvas {
  readonly kit: PDFKit.PDFDocument;
  readonly root: PDFKit.PDFStructureElement;
  readonly #missing = new Set<string>();
  readonly #known: Record<Weight, Set<string>> = { regular: new Set(), bold: new Set() };
  seal: SealSpot | undefined;

  constructor(document: PdfDocument) {
    const [top, right, bottom, left] = document.margins ?? DEFAULT_MARGINS;
    const created = new Date(document.createdAt);
    this.kit = new PDFKit({
      size: document.size ?? 'A4',
      layout: document.landscape ? 'landscape' : 'portrait',
      margins: { top: top * MM, right: right * MM, bottom: bottom * MM, left: left * MM },
      pdfVersion: '1.7',
      tagged: true,
      lang: document.language,
      displayTitle: true,
      bufferPages: true,
      // No default font: one opened by its path is read anew at each change of font.
      font: '',
      info: {
        Title: document.title,
        Author: document.author,
        Creator: 'Yiwang 一网',
        Producer: 'pdfkit',
        CreationDate: created,
        ModDate: created,
      },
    });
    for (const weight of ['regular', 'bold'] as const) {
      this.kit.registerFont(weight, (opened[weight] ?? FONTS[weight]) as string);
      this.kit.font(weight);
      opened[weight] ??= fontOf(this.kit);
    }
    this.root = this.kit.struct('Document');
    this.kit.addStructure(this.root);
  }

  /** Sets font, size and colour, and notes characters of `text` the font has no shape for. */
  style(style: TextStyle, text: string): void {
    const weight = style.weight ?? 'regular';
    this.kit
      .font(weight)
      .fontSize(style.size ?? 12)
      .fillColor(style.color ?? '#000000');
    const font = fontOf(this.kit);
    for (const character of text) {
      if (character === '\n' || this.#known[weight].has(character)) continue;
      const codePoint = character.codePointAt(0) ?? 0;
      if (font.hasGlyphForCodePoint(codePoint)) this.#known[weight].add(character);
      else
        this.#missing.add(
          `${character} U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`,
        );
    }
  }

  /** pdfkit options for text of a style in a width (points), lines `leading` sizes apart. */
  options(style: TextStyle, width: number, leading?: number) {
    const lineGap = leading ? (style.size ?? 12) * (leading - NATURAL_LEADING) : 0;
    const align: Align = style.align ?? 'left';
    return { width, align, lineGap, characterSpacing: style.spacing ?? 0 };
  }

  /** Draws content that is read out: a heading, a paragraph, a figure with `alt`. */
  tagged(
    tag: string,
    draw: () => void,
    options: { alt?: string } = {},
    parent: PDFKit.PDFStructureElement = this.root,
  ): void {
    const element = this.kit.struct(tag, options, draw);
    parent.add(element);
    element.end();
  }

  /** Draws what is not read out: lines, background, page numbers. */
  decoration(draw: () => void): void {
    this.kit.markContent('Artifact', { type: 'Layout' });
    this.kit.save();
    draw();
    this.kit.restore();
    this.kit.endMarkedContent();
  }

  /** The finished bytes. @throws {AppError} pdf.missing_glyph */
  async finish(): Promise<Buffer> {
    if (this.#missing.size > 0) throw errors.missing_glyph({ characters: [...this.#missing] });
    this.root.end();
    const parts: Buffer[] = [];
    const done = new Promise<void>((resolve, reject) => {
      this.kit.on('data', (part: Buffer) => parts.push(part));
      this.kit.on('end', resolve);
      this.kit.on('error', reject);
    });
    this.kit.end();
    await done;
    return Buffer.concat(parts);
  }
}
