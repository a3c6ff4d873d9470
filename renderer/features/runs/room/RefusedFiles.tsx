import { TriangleAlert, X } from 'lucide-react';
import { IconButton } from '../../../components/IconButton.tsx';
import { useRoom } from '../../../stores/room.ts';

/** Files that could not be taken in, each with its reason; the others are here all the same. */
export function RefusedFiles() {
  const { refused, damaged, forgetRefused } = useRoom();
  const problems = [...refused, ...damaged];
  if (problems.length === 0) return null;
  return (
    <div className="banner refused" role="alert">
      <TriangleAlert size={16} aria-hidden="true" />
      <div>
        <p>
          {problems.length === 1 ? 'One file is not here' : `${problems.length} files are not here`}; the
          others are.
        </p>
        <ul>
          {problems.map(({ file, message }) => (
            <li key={`${file} ${message}`}>{message}</li>
          ))}
        </ul>
      </div>
      {refused.length > 0 && <IconButton label="Close" Icon={X} onClick={forgetRefused} />}
    </div>
  );
}
