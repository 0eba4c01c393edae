export type { Align, FlowBlock, PdfDocument, PlacedBlock, Point, SealPicture } from './document.ts';
export { type CertificateFace, certificateFace, type Notice, noticeDocument } from './faces.ts';
export { messages } from './messages.ts';
export { closePdf, renderPdf, renderSealedPdf, sealPdf } from './pool.ts';
export { qrPng, qrSvg } from './qr.ts';
export type { SealOptions } from './sealing.ts';
export { type Problem, type Verdict, verifySeal } from './verify.ts';
