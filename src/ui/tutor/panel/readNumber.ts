/** A number as somebody types it, with a point or a comma and perhaps a unit behind it; undefined of anything else. */
export function readNumber(text: string): number | undefined {
  const found =
    /^\s*[×x]?\s*([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?)\s*(?:%|×|x|times|ms|B)?\s*$/i.exec(
      text,
    );
  return found ? Number(found[1].replace(',', '.')) : undefined;
}
