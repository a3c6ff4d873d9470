import { X } from 'lucide-react';
import { IconButton } from '../../components/IconButton.tsx';
import { NARROW, useMedia } from '../../components/use-media.ts';
import { useLesson } from '../../stores/lesson.ts';

export function BesideBar({ title, detail }: { readonly title: string; readonly detail: string }) {
  const narrow = useMedia(NARROW);
  return (
    <header className="bar">
      <h2>{title}</h2>
      <span className="secondary">{detail}</span>
      <span className="grow" />
      {!narrow && <IconButton label="Close" Icon={X} onClick={() => useLesson.getState().show(null)} />}
    </header>
  );
}
