import { FilePicker } from '../../../components/FilePicker.tsx';
import { useNavigation } from '../../../stores/navigation.ts';
import { useRoom } from '../../../stores/room.ts';

/** Takes learners' files in and shows the room they make. */
export async function openResults(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  useNavigation.getState().open('runs', { room: 'open' });
  await useRoom.getState().open(files);
}

/** Files of learners by the system's dialog, any number at once. */
export function OpenResults() {
  const isOpening = useRoom((state) => state.isOpening);
  return (
    <FilePicker
      label="Files of learners’ results"
      accept=".json"
      busy={isOpening}
      onFiles={(files) => void openResults(files)}
    >
      Open results
    </FilePicker>
  );
}
