import { parseQuiz } from '../../../app/lessons/lesson.ts';
import { QuizPanel } from '../../components/quiz/QuizPanel.tsx';

/** The lesson's quiz, where its page asks for it. */
export function LessonQuiz({ quiz }: { readonly lesson: string; readonly quiz: unknown }) {
  return <QuizPanel quiz={parseQuiz(quiz)} />;
}
