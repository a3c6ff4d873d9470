import { useMemo } from 'react';
import type { RunDetail } from '../../../app/contract/runs.ts';
import { Figured } from '../Figured.tsx';
import { cloneAddress, dataAddress } from '../run/run-links.ts';
import { courseWords } from './course-words.ts';
import type { Course } from './series.ts';

/** Under the chart: what it means, and what can be done. */
export function CourseNote({ run, course }: { readonly run: RunDetail; readonly course: Course }) {
  const words = useMemo(() => courseWords(run, course), [run, course]);
  if (!words) return null;
  const isBad = run.record.status === 'failed';
  return (
    <div className="course-note" role={isBad ? 'alert' : undefined}>
      <p>
        <Figured text={words.text} />
      </p>
      {words.ways.length > 0 && (
        <p className="ways">
          {words.ways.map(({ label, view, args }) => (
            <a key={label} href={view === 'data' ? dataAddress(run) : cloneAddress(run, args)}>
              {label}
            </a>
          ))}
        </p>
      )}
    </div>
  );
}
