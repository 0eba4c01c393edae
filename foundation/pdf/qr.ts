import QRCode from 'qrcode';

/** Dark modules of a QR code (ISO/IEC 18004) by rows; error correction M. */
export function qrModules(text: string): boolean[][] {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  return Array.from({ length: modules.size }, (_, row) =>
    Array.from({ length: modules.size }, (_, column) => modules.get(row, column) === 1),
  );
}

/** Modules of white round a code (ISO/IEC 18004). */
const QUIET = 4;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A QR code as SVG, with its white margin; `label` is read out. */
export function qrSvg(text: string, label: string): string {
  const rows = qrModules(text);
  const side = rows.length + 2 * QUIET;
  const path = rows
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')))
    .join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" role="img" ` +
    `aria-label="${escaped(label)}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>`
  );
}

/** A QR code as PNG of about `pixels` (default 480) a side, with its white margin. */
export const qrPng = (text: string, pixels = 480): Promise<Buffer> =>
  QRCode.toBuffer(text, { errorCorrectionLevel: 'M', margin: QUIET, width: pixels, type: 'png' });
