import type { Root, RootContent } from 'mdast';

/** Turns `::name{attributes}` into elements called `lesson-name`, which the page maps to components. */
export function directivesAsElements() {
  return (tree: Root) => visit(tree.children);
}

function visit(nodes: readonly RootContent[]): void {
  for (const node of nodes) {
    if (node.type === 'leafDirective') {
      node.data = { ...node.data, hName: `lesson-${node.name}`, hProperties: { ...node.attributes } };
    }
    if ('children' in node) visit(node.children as RootContent[]);
  }
}
