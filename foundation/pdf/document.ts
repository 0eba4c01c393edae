/** Millimetres from the left and the upper edge of the page. */
export type Point = readonly [x: number, y: number];

export type Weight = 'regular' | 'bold';
export type Align = 'left' | 'center' | 'right';

/** How text looks. Sizes in points; 二号 is 22, 三号 16, 四号 14, 小四 12. */
export type TextStyle = {
  /** Points, default 12. */
  readonly size?: number;
  readonly weight?: Weight;
  /** `#rrggbb`, default black. */
  readonly color?: string;
  readonly align?: Align;
  /** Extra points between characters. */
  readonly spacing?: number;
};

/** A block that follows the one before it, over as many pages as it needs. */
export type FlowBlock =
  | (TextStyle & {
      readonly kind: 'paragraph';
      readonly text: string;
      /** First-line indent in characters; Chinese official text has 2. */
      readonly indent?: number;
      /** Distance of lines as a multiple of the size, default 1.75. */
      readonly leading?: number;
      /** Millimetres to the next block, default 0. */
      readonly after?: number;
      /** Rank of a heading, for readers who hear the document. */
      readonly heading?: 1 | 2 | 3;
    })
  | {
      readonly kind: 'table';
      /** Widths in millimetres and alignment of the columns. */
      readonly columns: readonly { readonly width: number; readonly align?: Align }[];
      readonly header?: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly size?: number;
      readonly after?: number;
    }
  | { readonly kind: 'space'; readonly height: number }
  | { readonly kind: 'page-break' }
  /** Who signs and when, at the right, kept together, under the seal if there is one. */
  | {
      readonly kind: 'signature';
      readonly lines: readonly string[];
      readonly size?: number;
      readonly seal?: SealPicture;
      /** QR code at the left of the same band. */
      readonly qr?: { readonly text: string; readonly caption: string; readonly alt: string };
    };

/** The picture of a round seal: the name round the rim, a star, the purpose below. */
export type SealPicture = {
  /** Name of the sealing body, as registered. */
  readonly name: string;
  /** `行政审批专用章` and the like. */
  readonly purpose?: string;
  /** Number of the seal along the lower rim. */
  readonly code?: string;
  /** Millimetres, default 42; the registration of the seal says how large it is. */
  readonly diameter?: number;
};

/** A block at a fixed place of the present page. */
export type PlacedBlock =
  | (TextStyle & {
      readonly kind: 'text';
      readonly at: Point;
      readonly width: number;
      readonly text: string;
      /** Millimetres; the print shrinks to fit (not below 6.5 points), then `pdf.does_not_fit`. */
      readonly height?: number;
      readonly heading?: 1 | 2 | 3;
    })
  /** Labels and values below each other, shrunk together to fit the height. */
  | {
      readonly kind: 'fields';
      readonly at: Point;
      readonly width: number;
      readonly height: number;
      readonly labelWidth: number;
      readonly rows: readonly { readonly label: string; readonly value: string }[];
      readonly size?: number;
      readonly labelColor?: string;
    }
  | {
      readonly kind: 'line';
      readonly from: Point;
      readonly to: Point;
      /** Points, default 0.5. */
      readonly thickness?: number;
      readonly color?: string;
    }
  | {
      readonly kind: 'rectangle';
      readonly at: Point;
      readonly width: number;
      readonly height: number;
      readonly thickness?: number;
      readonly color?: string;
      readonly fill?: string;
    }
  /** A PNG or JPEG. `alt` is read out; empty for decoration. */
  | {
      readonly kind: 'image';
      readonly at: Point;
      readonly width: number;
      readonly height: number;
      readonly bytes: Uint8Array;
      readonly alt: string;
    }
  | {
      readonly kind: 'qr';
      readonly at: Point;
      readonly width: number;
      readonly text: string;
      readonly alt: string;
    }
  /** `at` is the centre. */
  | (SealPicture & { readonly kind: 'seal'; readonly at: Point })
  /** Double border with corners. */
  | { readonly kind: 'border'; readonly inset: number; readonly color: string }
  /** Fine lines behind the text, as on printed certificates; `at` is the centre. */
  | {
      readonly kind: 'rosette';
      readonly at: Point;
      readonly radius: number;
      readonly color: string;
    };

/** A document as data: it crosses to a worker, can be stored, and makes the same bytes each time. */
export type PdfDocument = {
  readonly title: string;
  readonly language: 'zh-CN' | 'en';
  /** Body that issues it, for the metadata. */
  readonly author: string;
  /** ISO 8601 instant of creation, for the metadata. */
  readonly createdAt: string;
  readonly size?: 'A3' | 'A4' | 'A5';
  readonly landscape?: boolean;
  /** Millimetres top, right, bottom, left; default 37, 26, 35, 28 (GB/T 9704-2012 section 5.2). */
  readonly margins?: readonly [number, number, number, number];
  readonly blocks: readonly (FlowBlock | PlacedBlock)[];
  /** Pale words across each page: `仅限办理…使用`. */
  readonly watermark?: string;
  /** Page numbers at the foot of documents with more than one page. */
  readonly pageNumbers?: boolean;
};
