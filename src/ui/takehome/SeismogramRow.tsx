import { gatherItems } from '../results/gather/savedGather.ts';
import { recordedGather } from '../results/gather/recorded.ts';
import { SaveRow } from '../saving/SaveRow.tsx';
import { useOrigin } from '../stage/current.ts';
import { useLab } from '../state.ts';

/** The seismograms of the sample on the stage; nothing where there are no receivers. */
export function SeismogramRow() {
  const recording = useLab((state) => state.recording);
  const { simulated } = useOrigin();
  if (!simulated || !recording || recording.seismograms.length === 0) return null;
  return (
    <SaveRow
      title="Seismograms"
      help="u at all receivers of the sample on the stage, with their positions, offsets, first arrivals and travel times: as NumPy’s archive, as alphanumeric SAC files (ObsPy: format SACXY), or the first arrivals alone."
      actions={gatherItems(recordedGather(recording)).map((item) => ({
        ...item,
        name: `Save the seismograms: ${item.label}`,
      }))}
    />
  );
}
