/** As sentences about memory say it. */
export const GiB = (bytes: number): string =>
  `${Number((bytes / 2 ** 30).toPrecision(2)).toLocaleString('en')} GiB`;
