import type { Root, RootContent } from 'mdast';
import { Children, createContext, isValidElement, memo, type ReactNode, use, useMemo, useState } from 'react';
import Markdown, { type Components } from 'react-markdown';
import remarkDirective from 'remark-directive';
import type { CellSettings } from '../../../app/lessons/cells.ts';
import { isDirective, type QuizPart, readDirective } from '../../../app/lessons/page.ts';
import { Disclosure } from '../../components/Disclosure.tsx';
import { TextLink } from '../../components/TextLink.tsx';
import { useNavigation } from '../../stores/navigation.ts';
import { CodeRegion } from './frame/CodeRegion.tsx';
import { LessonCell } from './LessonCell.tsx';

interface LessonPageProps {
  readonly text: string;
  readonly quiz: (part: QuizPart) => ReactNode;
  /** The page's first cell may take the focus: the lesson opens with its question. */
  readonly focusFirst: boolean;
}

const PageContext = createContext<Pick<LessonPageProps, 'quiz' | 'focusFirst'>>({
  quiz: () => null,
  focusFirst: false,
});

/** Made once: components made anew with every render would lose what is in them. */
const COMPONENTS = {
  'lesson-cell': CellInText,
  'lesson-quiz': ({ part }: { part: QuizPart }) => use(PageContext).quiz(part),
  'lesson-deeper': Deeper,
  'lesson-problem': ({ problem }: { problem: string }) => (
    <p role="alert" className="failure">
      {problem}
    </p>
  ),
  pre: Code,
  a: TextLink,
} as unknown as Components;

/**
 * A page of Markdown with its cells alive. HTML in the text is not rendered, images are not loaded, and a directive that
 * cannot be read says so where it stands.
 */
export function LessonPage({ text, quiz, focusFirst }: LessonPageProps) {
  return (
    <PageContext value={{ quiz, focusFirst }}>
      <PageText text={text} />
    </PageContext>
  );
}

const PageText = memo(({ text }: { readonly text: string }) => (
  <Markdown
    remarkPlugins={[remarkDirective, directivesAsElements]}
    disallowedElements={['img']}
    components={COMPONENTS}
  >
    {text}
  </Markdown>
));

function CellInText({ settings, first }: { readonly settings: string; readonly first?: string }) {
  const { focusFirst } = use(PageContext);
  const parsed = useMemo(() => JSON.parse(settings) as CellSettings, [settings]);
  return <LessonCell settings={parsed} beside={false} autoFocus={focusFirst && first === 'true'} />;
}

interface DeeperProps {
  readonly title: string;
  /** Ids of the cells in it, parted by spaces. */
  readonly cells: string;
  readonly children?: ReactNode;
}

/** What is folded away until someone wants it, or asks for a cell in it. */
function Deeper({ title, cells, children }: DeeperProps) {
  const { cell } = useNavigation().purpose;
  const [asked, setAsked] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  if (cell !== asked) {
    setAsked(cell);
    if (cell && cells.split(' ').includes(cell)) setOpen(true);
  }
  return (
    <Disclosure title={title} detail="Go deeper" open={isOpen} onOpenChange={setOpen}>
      <div className="deeper">{children}</div>
    </Disclosure>
  );
}

function Code({ children }: { readonly children?: ReactNode }) {
  const code = Children.toArray(children).find((child) => isValidElement<{ children?: ReactNode }>(child));
  return <CodeRegion label="Code">{code}</CodeRegion>;
}

function cellsIn(nodes: readonly RootContent[]): string[] {
  return nodes.flatMap((child) => {
    const meaning = isDirective(child) ? readDirective(child) : null;
    return meaning?.type === 'cell' ? [meaning.settings.id] : [];
  });
}

/** Directives become elements that the page maps to components; a single colon in prose stays one. */
function directivesAsElements() {
  return (tree: Root) => {
    let cells = 0;
    const visit = (nodes: RootContent[]): void => {
      for (const [i, node] of nodes.entries()) {
        if (node.type === 'textDirective') {
          nodes[i] = { type: 'text', value: `:${node.name}` };
          continue;
        }
        if (isDirective(node)) {
          const { type, ...meaning } = readDirective(node);
          const hProperties: Record<string, string> = {};
          if ('settings' in meaning) hProperties.settings = JSON.stringify(meaning.settings);
          if ('settings' in meaning && cells++ === 0) hProperties.first = 'true';
          if ('part' in meaning) hProperties.part = meaning.part;
          if ('title' in meaning) {
            hProperties.title = meaning.title;
            hProperties.cells = cellsIn(node.children as RootContent[]).join(' ');
          }
          if ('problem' in meaning) hProperties.problem = meaning.problem;
          node.data = { ...node.data, hName: `lesson-${type}`, hProperties };
        }
        if ('children' in node) visit(node.children as RootContent[]);
      }
    };
    visit(tree.children);
  };
}
