/** The number that a text shows. */
export const readNumber = (text: string): number => {
  const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  const plain = text
    .replaceAll('\u202f', '')
    .replace('−', '-')
    .replace(/×10(⁻?)([⁰¹²³⁴-⁹]+)/, (_, sign: string, digits: string) => {
      const power = Array.from(digits, (digit) => superscripts.indexOf(digit)).join('');
      return `e${sign ? '-' : ''}${power}`;
    });
  return Number(plain);
};
