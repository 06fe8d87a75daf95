/** A sentence in which the letters of networks have their colours. */
export const Lettered = ({ text }: { text: string }) =>
  text.split(/\b([A-D])\b/).map((part, i) =>
    i % 2 === 1 ? (
      <strong key={i} className={`network-${part.toLowerCase()}`} translate="no">
        {part}
      </strong>
    ) : (
      <span key={i}>{part}</span>
    ),
  );
