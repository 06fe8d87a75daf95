import { useEffect, useRef, useState } from 'react';
import { placeNear } from './place.ts';

const CONFIRMATION_MS = 2500;

/** Copies a text; where the clipboard is closed to pages, a popover shows it in a field to copy from. */
export function useCopy<Field extends HTMLElement>(text: () => string) {
  const [copied, setCopied] = useState(false);
  const [shown, setShown] = useState('');
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const field = useRef<Field>(null);

  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), CONFIRMATION_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    const content = text();
    try {
      await navigator.clipboard.writeText(content);
      setCopied(true);
    } catch {
      setShown(content);
      popover.current?.showPopover();
      if (popover.current && button.current) placeNear(popover.current, button.current);
      field.current?.focus();
    }
  };

  return { copied, shown, copy, button, popover, field };
}
