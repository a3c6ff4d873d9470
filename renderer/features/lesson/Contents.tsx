import { Popover } from '@base-ui/react/popover';
import { Check, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { CELL_NAMES } from '../../../app/lessons/cells.ts';
import type { LessonProgress } from '../../../app/lessons/progress.ts';
import type { LessonSection } from './use-sections.ts';

interface ContentsProps {
  readonly id: string;
  readonly sections: readonly LessonSection[];
  readonly current: number;
  readonly progress: LessonProgress;
}

const addressOf = (lesson: string, page: string, cell?: string) =>
  `#learn?${new URLSearchParams({ lesson, page, ...(cell ? { cell } : {}) })}`;

interface CrumbProps extends ContentsProps {
  readonly title: string;
  readonly lessons: readonly { readonly id: string; readonly title: string }[];
}

/** Where the learner is; the chevron folds out the contents, and the other lessons where there are some. */
export function Crumb({ id, title, lessons, sections, current, progress }: CrumbProps) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const others = lessons.filter((lesson) => lesson.id !== id);
  return (
    <>
      <span className="secondary crumb-lesson">{title}</span>
      <span className="tertiary">/</span>
      <Popover.Root open={isOpen} onOpenChange={setOpen}>
        <Popover.Trigger className="crumb" aria-label={`Contents, now ${sections[current]!.title}`}>
          {sections[current]!.title}
          <ChevronDown size={12} aria-hidden="true" />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner className="layer" sideOffset={4} align="start">
            <Popover.Popup className="popup contents" aria-label="Contents">
              <nav aria-label="Contents">
                <ol>
                  {sections.map(({ id: page, title: name, outline }, i) => (
                    <li key={page}>
                      <a
                        href={addressOf(id, page)}
                        aria-current={i === current ? 'page' : undefined}
                        onClick={close}
                      >
                        <b>{name}</b>
                        {progress.read.includes(page) && <Check size={14} aria-label="read" />}
                      </a>
                      <ul>
                        {outline.cells
                          .filter(({ deeper }) => !deeper)
                          .map(({ settings }) => (
                            <li key={settings.id}>
                              <a href={addressOf(id, page, settings.id)} onClick={close}>
                                {CELL_NAMES[settings.kind]}
                                {progress.cells[settings.id]?.done && <Check size={14} aria-label="done" />}
                              </a>
                            </li>
                          ))}
                      </ul>
                    </li>
                  ))}
                </ol>
                {others.length > 0 && (
                  <ul className="other-lessons" aria-label="Other lessons">
                    {others.map((lesson) => (
                      <li key={lesson.id}>
                        <a href={`#learn?${new URLSearchParams({ lesson: lesson.id })}`} onClick={close}>
                          {lesson.title}
                        </a>
                      </li>
                    ))}
                  </ul>
                )}
              </nav>
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </>
  );
}

/** The contents as ticks in the margin, for the pointer: long for a section, short for a cell; petrol is here, dark is done. */
export function Spine({ id, sections, current, progress }: ContentsProps) {
  return (
    <div className="spine" aria-hidden="true">
      {sections.flatMap(({ id: page, title, outline }, i) => [
        <a
          key={page}
          href={addressOf(id, page)}
          tabIndex={-1}
          title={title}
          className={i === current ? 'now' : progress.read.includes(page) ? 'done' : undefined}
        >
          <i />
        </a>,
        ...outline.cells
          .filter(({ deeper }) => !deeper)
          .map(({ settings }) => (
            <a
              key={`${page} ${settings.id}`}
              href={addressOf(id, page, settings.id)}
              tabIndex={-1}
              title={CELL_NAMES[settings.kind]}
              className={`sub${progress.cells[settings.id]?.done ? ' done' : ''}`}
            >
              <i />
            </a>
          )),
      ])}
    </div>
  );
}
