import { useEffect, useMemo, useRef, useState } from 'react';
import { type LessonManifest, parseManifest } from '../../../app/lessons/lesson.ts';
import { minutesLeft } from '../../../app/lessons/progress.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Empty } from '../../components/Empty.tsx';
import { Failure } from '../../components/Failure.tsx';
import { Panes } from '../../components/Panes.tsx';
import { lessonProgress, useLesson } from '../../stores/lesson.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { BesideLesson, NothingBeside } from './BesideLesson.tsx';
import { Crumb, Spine } from './Contents.tsx';
import { LessonContext } from './frame/lesson-context.ts';
import { LessonPage } from './LessonPage.tsx';
import { LessonQuiz } from './LessonQuiz.tsx';
import { useSections } from './use-sections.ts';
import './lesson.css';

/** A lesson, a page at a time, and what the learner opened beside it; the address and the progress remember the page. */
export function LearnView() {
  const { purpose } = useNavigation();
  const lessons = useAnswer('lessons.list', {});
  const id = purpose.lesson ?? lessons.value?.[0]?.id ?? null;
  const files = useAnswer('lessons.get', id === null ? null : { id });
  const isReady = useLesson(({ progress }) => progress !== null);
  useEffect(() => void useLesson.getState().load(), []);
  const lesson = useMemo(
    () => files.value && { manifest: parseManifest(files.value.manifest), files: files.value },
    [files.value],
  );
  const problem = lessons.error ?? files.error;
  if (problem) {
    return (
      <section className="pane" aria-label="Learn">
        <Failure error={problem} onRetry={lessons.error ? lessons.again : files.again} />
      </section>
    );
  }
  if (lessons.value?.length === 0) {
    return (
      <Empty title="There is no lesson here">
        The folder of lessons that comes with the program is empty.
      </Empty>
    );
  }
  if (!lesson || !isReady || id === null) return <section className="pane" aria-label="Learn" />;
  return <OpenLesson key={id} id={id} lesson={lesson} lessons={lessons.value ?? []} />;
}

/** Pixels of text that stay in sight above a cell that was gone to. */
const ABOVE_CELL = 96;

interface OpenLessonProps {
  readonly id: string;
  readonly lesson: {
    readonly manifest: LessonManifest;
    readonly files: { readonly pages: Readonly<Record<string, string>>; readonly quiz: unknown };
  };
  readonly lessons: readonly { readonly id: string; readonly title: string }[];
}

function OpenLesson({ id, lesson: { manifest, files }, lessons }: OpenLessonProps) {
  const { purpose } = useNavigation();
  const progress = useLesson((store) => lessonProgress(store, id));
  const error = useLesson((store) => store.error);
  const beside = useLesson((store) => store.beside);
  // Kept progress says it only as this opens: another window turns no page here.
  const [last, setLast] = useState(progress.page);
  const { pages } = manifest;
  const wanted = purpose.page ?? last;
  const number = Math.max(
    0,
    pages.findIndex((page) => page.id === wanted),
  );
  const page = pages[number]!;
  const next = pages[number + 1];
  const { sections, isWhole } = useSections(manifest, files.pages, number === 0 && beside === null);
  const scroll = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    setLast(page.id);
    useLesson
      .getState()
      .change(id, (before) => (before.page === page.id ? before : { ...before, page: page.id }));
    // The end of a page that is not all there yet is no end.
    if (!isWhole) return;
    return whenSeen(end.current!, scroll.current!, () =>
      useLesson
        .getState()
        .change(id, (before) =>
          before.read.includes(page.id) ? before : { ...before, read: [...before.read, page.id] },
        ),
    );
  }, [id, page.id, isWhole]);
  useEffect(() => {
    const cell = purpose.cell && document.getElementById(purpose.cell);
    if (cell) scroll.current!.scrollTo({ top: cell.offsetTop - ABOVE_CELL });
  }, [purpose.cell]);

  const context = useMemo(
    () => ({
      lesson: id,
      cells: sections.flatMap(({ outline }) => outline.cells.map(({ settings }) => settings)),
    }),
    [id, sections],
  );
  const core = sections.flatMap(({ outline }) => outline.cells).filter(({ deeper }) => !deeper);
  const runs = core.filter(({ settings }) => settings.kind === 'fine-tune').length;
  const left = minutesLeft(
    manifest.minutes,
    pages.map((one) => one.id),
    progress.read,
  );
  return (
    <LessonContext value={context}>
      <Panes
        name="lesson"
        sideLabel="Beside the lesson"
        sideIsEmpty={beside === null}
        side={beside ? <BesideLesson beside={beside} /> : <NothingBeside />}
        {...(beside ? { onCloseSide: () => useLesson.getState().show(null) } : {})}
        main={
          <section className="pane lesson-pane" aria-label="Lesson">
            <header className="bar">
              <Crumb
                id={id}
                title={manifest.title}
                lessons={lessons}
                sections={sections}
                current={number}
                progress={progress}
              />
              <span className="grow" />
              <span className="tertiary">
                {number + 1} of {pages.length}
                {left > 0 ? ` · about ${left} ${left === 1 ? 'minute' : 'minutes'} left` : ' · all read'}
              </span>
            </header>
            <Spine id={id} sections={sections} current={number} progress={progress} />
            <div className="scroll" key={page.id} ref={scroll}>
              <article className="column lesson">
                {number === 0 ? (
                  <>
                    <h1>{manifest.title}</h1>
                    <p className="meta">
                      <span>{manifest.minutes} minutes</span>
                      {isWhole && (
                        <>
                          <span>{core.length - runs} live cells</span>
                          <span>{runs === 1 ? '1 training run' : `${runs} training runs`}</span>
                          {manifest.questions && <span>{manifest.questions} questions</span>}
                        </>
                      )}
                    </p>
                  </>
                ) : (
                  <h1 className="section">{page.heading ?? page.title}</h1>
                )}
                {error && <Failure error={error} />}
                <LessonPage
                  text={files.pages[page.file] ?? ''}
                  quiz={(part) => isWhole && <LessonQuiz lesson={id} quiz={files.quiz} part={part} />}
                  focusFirst={number === 0}
                />
                {next && (
                  <a className="next" href={`#learn?${new URLSearchParams({ lesson: id, page: next.id })}`}>
                    <span>Next</span> {next.title}
                  </a>
                )}
                <div ref={end} />
              </article>
            </div>
          </section>
        }
      />
    </LessonContext>
  );
}

/** Calls back once `element` comes into sight within `root`. @returns what stops watching. */
function whenSeen(element: Element, root: Element, callback: () => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) callback();
    },
    { root },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
