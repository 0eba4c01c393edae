import { type Canvas, MM } from './canvas.ts';
import type { Point, SealPicture } from './document.ts';
import { qrModules } from './qr.ts';

const SEAL_RED = '#d7191c';
const DEFAULT_DIAMETER = 42;

/** Corners of a five-pointed star with its tip up. */
function starPath(x: number, y: number, radius: number): [number, number][] {
  // Ratio of the inner to the outer circle of a regular pentagram.
  const inner = radius * 0.381966;
  return Array.from({ length: 10 }, (_, corner) => {
    const length = corner % 2 === 0 ? radius : inner;
    const angle = -Math.PI / 2 + (corner * Math.PI) / 5;
    return [x + length * Math.cos(angle), y + length * Math.sin(angle)];
  });
}

/** One character on a circle; `angle` in degrees clockwise from the top, upright outwards or inwards. */
function charOnCircle(
  canvas: Canvas,
  [x, y]: Point,
  radius: number,
  angle: number,
  character: string,
  size: number,
  squeeze: number,
  inwards = false,
): void {
  const { kit } = canvas;
  canvas.style({ weight: 'bold', size, color: SEAL_RED }, character);
  const width = kit.widthOfString(character);
  // Middle of a Chinese character above the baseline, and baseline below the top of the line box.
  const middle = size * (1.16 - 0.38);
  kit.save();
  kit.translate(x, y).rotate(angle);
  kit.translate(0, -radius);
  if (inwards) kit.rotate(180);
  kit.scale(squeeze, 1);
  kit.text(character, -width / 2, -middle, { lineBreak: false });
  kit.restore();
}

/** The name spread evenly over the upper rim; narrower characters when there are many. */
function nameRound(canvas: Canvas, centre: Point, radius: number, name: string): void {
  const characters = [...name];
  const size = radius * (characters.length > 16 ? 0.24 : 0.3);
  const path = radius * 0.775;
  const sweep = Math.min(250, 22.5 * (characters.length - 1));
  const step = characters.length > 1 ? sweep / (characters.length - 1) : 0;
  const room = ((step || 360) * Math.PI * path) / 180;
  const squeeze = Math.min(0.85, (room * 0.95) / size);
  for (const [at, character] of characters.entries())
    charOnCircle(canvas, centre, path, at * step - sweep / 2, character, size, squeeze);
}

function codeRound(canvas: Canvas, centre: Point, radius: number, code: string): void {
  const characters = [...code];
  const step = 5.2;
  const first = 180 + ((characters.length - 1) * step) / 2;
  for (const [at, character] of characters.entries())
    charOnCircle(
      canvas,
      centre,
      radius * 0.88,
      first - at * step,
      character,
      radius * 0.11,
      1,
      true,
    );
}

/** Draws a round seal in vectors. `centre` in points. */
export function drawSeal(canvas: Canvas, [x, y]: Point, seal: SealPicture): void {
  const radius = ((seal.diameter ?? DEFAULT_DIAMETER) * MM) / 2;
  const { kit } = canvas;
  const draw = () => {
    kit.save();
    kit.opacity(0.88);
    const rim = radius * 0.055;
    kit
      .lineWidth(rim)
      .strokeColor(SEAL_RED)
      .circle(x, y, radius - rim / 2)
      .stroke();
    kit.polygon(...starPath(x, y, radius * 0.32)).fill(SEAL_RED);
    nameRound(canvas, [x, y], radius, seal.name);
    if (seal.purpose) {
      const size = radius * 0.19;
      canvas.style({ weight: 'bold', size, color: SEAL_RED }, seal.purpose);
      const width = kit.widthOfString(seal.purpose);
      kit.text(seal.purpose, x - width / 2, y + radius * 0.4, { lineBreak: false });
    }
    if (seal.code) codeRound(canvas, [x, y], radius, seal.code);
    kit.restore();
  };
  canvas.tagged('Figure', draw, { alt: seal.purpose ? `${seal.name} ${seal.purpose}` : seal.name });
  const { page } = kit;
  const pages = kit.bufferedPageRange();
  canvas.seal ??= {
    page: pages.start + pages.count - 1,
    rect: [x - radius, page.height - y - radius, x + radius, page.height - y + radius],
  };
}

/** A strong and a fine line round the page with squares in the corners; `inset` in points. */
export function drawBorder(canvas: Canvas, inset: number, color: string): void {
  const { kit } = canvas;
  const { width, height } = kit.page;
  const gap = 2.2 * MM;
  const corner = 7 * MM;
  const inner = inset + gap;
  canvas.decoration(() => {
    kit.strokeColor(color).lineWidth(2.4);
    kit.rect(inset, inset, width - 2 * inset, height - 2 * inset).stroke();
    kit.lineWidth(0.5);
    kit.rect(inner, inner, width - 2 * inner, height - 2 * inner).stroke();
    for (const [x, y, dx, dy] of [
      [inner, inner, 1, 1],
      [width - inner, inner, -1, 1],
      [inner, height - inner, 1, -1],
      [width - inner, height - inner, -1, -1],
    ] as const) {
      // A meander that turns inwards, as on old documents.
      const points: [number, number][] = [
        [0, 1],
        [1, 1],
        [1, 0],
        [0.5, 0],
        [0.5, 0.5],
        [0, 0.5],
      ];
      const [first, ...rest] = points.map(([u, v]) => [x + dx * u * corner, y + dy * v * corner]);
      kit.lineWidth(0.9).moveTo(first?.[0] ?? x, first?.[1] ?? y);
      for (const [u = x, v = y] of rest) kit.lineTo(u, v);
      kit.stroke();
    }
  });
}

/** Fine interlaced rings: hard to copy by hand, pale enough to read over. Sizes in points. */
export function drawRosette(canvas: Canvas, [x, y]: Point, radius: number, color: string): void {
  const { kit } = canvas;
  canvas.decoration(() => {
    kit.lineWidth(0.25).strokeColor(color).opacity(0.9);
    for (let ring = 0; ring < 12; ring++) {
      const base = radius * (0.36 + ring * 0.05);
      const depth = radius * 0.1;
      const phase = (ring * Math.PI) / 12;
      for (let step = 0; step <= 360; step += 2) {
        const angle = (step * Math.PI) / 180;
        const length = base + depth * Math.cos(12 * angle + phase * 12);
        const [u, v] = [x + length * Math.cos(angle), y + length * Math.sin(angle)];
        if (step === 0) kit.moveTo(u, v);
        else kit.lineTo(u, v);
      }
      kit.stroke();
    }
  });
}

/** Draws a QR code in vectors, black on white, `side` points with no margin of its own. */
export function drawQr(canvas: Canvas, [x, y]: Point, side: number, text: string, alt: string) {
  const { kit } = canvas;
  const rows = qrModules(text);
  const module = side / rows.length;
  const quiet = 4 * module;
  canvas.tagged(
    'Figure',
    () => {
      kit.rect(x - quiet, y - quiet, side + 2 * quiet, side + 2 * quiet).fill('#ffffff');
      for (const [row, cells] of rows.entries())
        for (const [column, dark] of cells.entries())
          if (dark) kit.rect(x + column * module, y + row * module, module, module);
      kit.fill('#000000');
    },
    { alt },
  );
}
