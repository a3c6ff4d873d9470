import { useMemo } from 'react';
import type { QuizPart } from '../../../app/lessons/page.ts';
import { parseQuiz } from '../../../app/lessons/quiz.ts';
import { QuizPanel } from '../../components/quiz/QuizPanel.tsx';

interface LessonQuizProps {
  readonly lesson: string;
  /** As it stands in `quiz.json`. */
  readonly quiz: unknown;
  readonly part: QuizPart;
}

/** The lesson's quiz, where its pages ask for it. */
export function LessonQuiz({ lesson, quiz, part }: LessonQuizProps) {
  const parsed = useMemo(() => parseQuiz(quiz), [quiz]);
  return <QuizPanel quiz={parsed} lesson={lesson} part={part} />;
}
