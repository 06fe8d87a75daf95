import { useAsking } from './asking.ts';
import { MappingForm } from './MappingForm.tsx';
import { ShapeForm } from './ShapeForm.tsx';

/** What is asked about the files that are being opened. */
export function DataPanel() {
  const asking = useAsking();
  if (!asking) return null;
  const { question } = asking;
  return question.kind === 'shape' ? (
    <ShapeForm key={question.shape.file} shape={question.shape} onShape={asking.giveShape} />
  ) : (
    <MappingForm question={question} asking={asking} />
  );
}
