import type { Nodes, Parent, Root } from 'mdast';
import type { ContainerDirective, LeafDirective, TextDirective } from 'mdast-util-directive';
import remarkDirective from 'remark-directive';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { type CellSettings, readCell } from './cells.ts';

interface PageCell {
  readonly settings: CellSettings;
  /** Title of what it is folded away under; null for a cell of the core. */
  readonly deeper: string | null;
}

export interface PageOutline {
  readonly cells: readonly PageCell[];
  readonly hasQuiz: boolean;
  /** In words, with the line; empty for a page that is as it should be. */
  readonly problems: readonly string[];
}

type Directive = ContainerDirective | LeafDirective | TextDirective;
/** `before`: the lesson's questions in their other form, put before it. */
export type QuizPart = 'before' | 'whole';
type DirectiveMeaning =
  | { readonly type: 'cell'; readonly settings: CellSettings }
  | { readonly type: 'quiz'; readonly part: QuizPart }
  | { readonly type: 'deeper'; readonly title: string }
  | { readonly type: 'problem'; readonly problem: string };

/** What a directive asks for: `::cell{...}`, `::quiz`, `::quiz{part="before"}`, or `:::deeper{title="..."}` around what is folded away. */
export function readDirective({ type, name, attributes }: Directive): DirectiveMeaning {
  const given = attributes ?? {};
  const known = Object.keys(given);
  if (type === 'leafDirective' && name === 'cell') {
    const settings = readCell(given);
    return 'problem' in settings ? { type: 'problem', ...settings } : { type: 'cell', settings };
  }
  if (type === 'leafDirective' && name === 'quiz') {
    const { part = 'whole', ...others } = given;
    return Object.keys(others).length === 0 && (part === 'whole' || part === 'before')
      ? { type: 'quiz', part }
      : { type: 'problem', problem: '::quiz takes no attributes but part="before".' };
  }
  if (type === 'containerDirective' && name === 'deeper') {
    return known.length === 1 && given.title
      ? { type: 'deeper', title: given.title }
      : { type: 'problem', problem: ':::deeper takes one attribute, its title.' };
  }
  const marks = { leafDirective: '::', containerDirective: ':::', textDirective: ':' }[type];
  return {
    type: 'problem',
    problem: `${marks}${name} is no directive of lessons. There are ::cell, ::quiz and :::deeper.`,
  };
}

export function isDirective(node: Nodes): node is Directive {
  return node.type === 'leafDirective' || node.type === 'containerDirective';
}

/** The cells of a page and what is wrong with it. A single colon in prose, as in 16:9, is no directive. */
export function outlineOf(markdown: string): PageOutline {
  const tree: Root = unified().use(remarkParse).use(remarkDirective).parse(markdown);
  const cells: PageCell[] = [];
  const problems: string[] = [];
  let hasQuiz = false;
  const visit = (parent: Parent, fold: string | null): void => {
    for (const node of parent.children as Nodes[]) {
      let deeper = fold;
      if (isDirective(node)) {
        const meaning = readDirective(node);
        if (meaning.type === 'deeper') deeper = meaning.title;
        if (meaning.type === 'cell') cells.push({ settings: meaning.settings, deeper });
        if (meaning.type === 'quiz' && meaning.part === 'whole') hasQuiz = true;
        if (meaning.type === 'problem') {
          problems.push(`line ${node.position?.start.line}: ${meaning.problem}`);
        }
      }
      if ('children' in node) visit(node as Parent, deeper);
    }
  };
  visit(tree, null);
  return { cells, hasQuiz, problems: [...problems, ...repeated(cells)] };
}

function repeated(cells: readonly PageCell[]): string[] {
  const ids = cells.map(({ settings }) => settings.id);
  return ids.filter((id, i) => ids.indexOf(id) < i).map((id) => `two cells are called #${id}.`);
}
