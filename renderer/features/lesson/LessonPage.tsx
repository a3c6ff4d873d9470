import type { ComponentType } from 'react';
import Markdown, { type Components } from 'react-markdown';
import remarkDirective from 'remark-directive';
import type { Quiz } from '../../../app/lessons/lesson.ts';
import { QuizPanel } from '../../components/quiz/QuizPanel.tsx';
import { AttentionCell } from './AttentionCell.tsx';
import { BalanceCell } from './BalanceCell.tsx';
import { directivesAsElements } from './directives.ts';
import { FineTuneCell } from './FineTuneCell.tsx';
import { HideAWordCell } from './HideAWordCell.tsx';
import { TokensCell } from './TokensCell.tsx';

/** A page's attributes are strings, which a cell's props are too. */
const CELLS = {
  'hide-a-word': HideAWordCell,
  tokens: TokensCell,
  attention: AttentionCell,
  'fine-tune': FineTuneCell,
  balance: BalanceCell,
} as unknown as Readonly<Record<string, ComponentType<Record<string, string>>>>;

/** A page of Markdown, its `::cell` and `::quiz` directives alive. HTML in the text is not rendered, images are not loaded. */
export function LessonPage({ text, quiz }: { readonly text: string; readonly quiz: Quiz }) {
  const components = {
    'lesson-cell': ({ kind, ...props }: Record<string, string>) => {
      const Cell = CELLS[kind ?? ''];
      return Cell ? (
        <Cell {...props} />
      ) : (
        <p role="alert">This page asks for a cell “{kind}”, which this studio does not have.</p>
      );
    },
    'lesson-quiz': () => <QuizPanel quiz={quiz} />,
  } as unknown as Components;
  return (
    <Markdown
      remarkPlugins={[remarkDirective, directivesAsElements]}
      disallowedElements={['img']}
      components={components}
    >
      {text}
    </Markdown>
  );
}
