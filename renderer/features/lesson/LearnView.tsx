import { useMemo } from 'react';
import { parseManifest, parseQuiz } from '../../../app/lessons/lesson.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Failure } from '../../components/Failure.tsx';
import { useNavigation } from '../../stores/navigation.ts';
import { LessonPage } from './LessonPage.tsx';
import './lesson.css';

const LESSON = 'understanding-bert';

/** The lesson, a page at a time; the address remembers the page. */
export function LearnView() {
  const lesson = useAnswer('lessons.get', { id: LESSON });
  const { purpose } = useNavigation();
  const files = lesson.value;
  const parsed = useMemo(
    () => files && { manifest: parseManifest(files.manifest), quiz: parseQuiz(files.quiz) },
    [files],
  );
  if (!files || !parsed) {
    return (
      <section className="pane" aria-label="Learn">
        {lesson.error && <Failure error={lesson.error} onRetry={lesson.again} />}
      </section>
    );
  }
  const { manifest, quiz } = parsed;
  const { pages, title, minutes } = manifest;
  const number = Math.max(
    0,
    pages.findIndex(({ id }) => id === purpose.page),
  );
  const page = pages[number]!;
  const next = pages[number + 1];
  return (
    <section className="pane" aria-label="Learn">
      <header className="bar">
        <span className="secondary">{title}</span>
        <nav className="pages" aria-label="Contents">
          {pages.map(({ id, title: name }) => (
            <a key={id} href={`#learn?page=${id}`} aria-current={id === page.id ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <span className="grow" />
        <span className="secondary">
          {number + 1} of {pages.length}
        </span>
      </header>
      <div className="scroll" key={page.id}>
        <article className="column lesson">
          {number === 0 ? (
            <>
              <h1>{title}</h1>
              <p className="meta">
                {minutes} minutes, live cells, one training run, {quiz.questions.length} questions
              </p>
            </>
          ) : (
            <h1 className="section">{page.title}</h1>
          )}
          <LessonPage text={files.pages[page.file] ?? ''} quiz={quiz} />
          {next && (
            <a className="button next" href={`#learn?page=${next.id}`}>
              Next: {next.title}
            </a>
          )}
        </article>
      </div>
    </section>
  );
}
