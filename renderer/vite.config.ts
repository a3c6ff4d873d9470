import react from '@vitejs/plugin-react';
import { defineConfig, type HtmlTagDescriptor, type Plugin, type Rolldown } from 'vite';

const FIRST_VIEW = 'features/lesson/LearnView.tsx';
const FIRST_FONTS = ['inter-latin-wght', 'source-serif-4-latin-opsz'];

/** Most windows open with the lesson: its code, style and faces come beside the program's, not one after another. */
const preloadFirstView: Plugin = {
  name: 'preload-first-view',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const files = Object.values(bundle);
      const view = files.find(
        (file): file is Rolldown.OutputChunk =>
          file.type === 'chunk' && file.facadeModuleId?.endsWith(FIRST_VIEW) === true,
      );
      if (!view) return [];
      const fonts = files.flatMap(({ fileName }) =>
        FIRST_FONTS.some((font) => fileName.includes(font)) ? [fileName] : [],
      );
      return [
        ...[view.fileName, ...view.imports]
          .filter((file) => !html.includes(file))
          .map((file) => link({ rel: 'modulepreload' }, file)),
        ...[...view.viteMetadata!.importedCss].map((file) => link({ rel: 'preload', as: 'style' }, file)),
        ...fonts.map((file) => link({ rel: 'preload', as: 'font', type: 'font/woff2' }, file)),
      ];
    },
  },
};

function link(attrs: Record<string, string>, file: string): HtmlTagDescriptor {
  return { tag: 'link', attrs: { ...attrs, crossorigin: '', href: `./${file}` }, injectTo: 'head' };
}

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react(), preloadFirstView],
  build: { outDir: '../dist/renderer', emptyOutDir: true, target: 'chrome120', assetsInlineLimit: 0 },
});
