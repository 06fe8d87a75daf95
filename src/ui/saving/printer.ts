/** Prints a page of the experiment. What prints is above; it is put in here when the page starts. */
import { create } from 'zustand';

interface Printer {
  /** Opens the browser's print dialog when everything is ready. Rejects with a sentence. */
  print?: () => Promise<void>;
}

export const usePrinter = create<Printer>()(() => ({}));
