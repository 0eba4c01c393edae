const stars = (count: number): string => '*'.repeat(Math.max(0, count));

/** Masks a citizen ID number as `330106********0025`; 15 old digits and other documents keep a few characters at both ends. */
export function maskIdNumber(number: string): string {
  if (number.length === 18) return `${number.slice(0, 6)}********${number.slice(14)}`;
  if (number.length === 15) return `${number.slice(0, 6)}******${number.slice(12)}`;
  const keep = number.length >= 8 ? 2 : number.length >= 4 ? 1 : 0;
  const middle = stars(number.length - 2 * keep);
  return number.slice(0, keep) + middle + (keep ? number.slice(-keep) : '');
}

/** Masks a telephone number: `138****5678`, `0571-****88`. */
export function maskPhone(number: string): string {
  if (/^1\d{10}$/.test(number)) return `${number.slice(0, 3)}****${number.slice(7)}`;
  const fixed = /^(0\d{2,3}-?)\d+(\d{2})$/.exec(number);
  return fixed ? `${fixed[1]}****${fixed[2]}` : stars(number.length);
}

/** Masks a person's name: 张三 → 张*, 王小明 → 王*明, 阿不都·热合曼 → 阿**·***, John Smith → J*** S****. One character alone is hidden. */
export function maskName(name: string): string {
  const letters = [...name.trim()];
  if (/^\p{Script=Latin}/u.test(name.trim()))
    return name
      .trim()
      .split(/\s+/)
      .map((word) => (word[0] ?? '') + stars([...word].length - 1))
      .join(' ');
  if (letters.length <= 1) return stars(letters.length);
  if (letters.includes('·'))
    return letters.map((c, i) => (i === 0 || c === '·' ? c : '*')).join('');
  const last = letters.length > 2 ? (letters.at(-1) ?? '') : '';
  return `${letters[0]}${stars(letters.length - 1 - last.length)}${last}`;
}

const PLACE =
  /^([\p{Script=Han}]{2,8}?(?:自治区|特别行政区|省))?([\p{Script=Han}]{2,10}?(?:自治州|地区|盟|市))?([^\d路街道巷弄号村镇乡]{1,8}?(?<![小社园街校厂])(?:自治县|区|县|旗|市))?/u;

/** Masks an address: province, city and county stay, the rest becomes six stars whatever its length. An address without province or city is hidden whole. */
export function maskAddress(address: string): string {
  const [, province = '', city = '', county = ''] = PLACE.exec(address.trim()) ?? [];
  if (!province && !city) return stars(6);
  return `${province}${city}${county}${stars(6)}`;
}
