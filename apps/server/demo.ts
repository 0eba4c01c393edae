import { base32, totpCode, totpStep } from '@yiwang/foundation/crypto';
import { idNumberOf, officers, PASSWORD, people, TOTP_SECRET } from './demo-county.ts';

const spot = (text: string, width: number) => {
  // Chinese characters take two columns of a terminal.
  const columns = [...text].reduce((sum, c) => sum + (c > '\u2e80' ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(1, width - columns));
};

/** The demonstration's sign-ins as a text for the terminal. */
export function demoSignIns(address: string): string {
  const residents = people.filter(({ account }) => account);
  const newcomer = people.find(({ account }) => !account);
  const shown = [
    'shichang-chuangkou',
    'shichang-hecha',
    'shichang-shencha',
    'shichang-shenpi',
    'chengguan-shencha',
    'zhengwu-jiancha',
  ];
  return `
  Demonstration, all people made up. Password of everybody: ${PASSWORD}
  Residents (phone):  ${residents.map(({ name, phone }) => `${name} ${phone}`).join('   ')}
  New: register with ${newcomer?.phone} and verify as ${newcomer?.name}, ${newcomer ? idNumberOf(newcomer) : ''};
  codes arrive at ${address}/dev/mailbox
  Officers (login; second factor from any TOTP app with ${base32(TOTP_SECRET)},
  right now ${totpCode(TOTP_SECRET, totpStep(new Date()))}):
${shown
  .map((login) => officers.find((officer) => officer.login === login))
  .map(
    (officer) =>
      `    ${spot(officer?.login ?? '', 22)}${spot(officer?.name ?? '', 8)}${officer?.post ?? ''}`,
  )
  .join('\n')}
`;
}
