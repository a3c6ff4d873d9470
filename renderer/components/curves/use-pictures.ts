import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Picture } from './chart-picture.ts';

/** A chart that can be saved as a picture, made when it is asked for. */
export interface NamedPicture {
  /** In menus and names of files. */
  readonly name: string;
  readonly draw: () => Picture;
}

/** What tools offer of pictures: they are not drawn anew with every frame of a zoom, and save what is shown by then. */
export function usePictures(all: readonly NamedPicture[]) {
  const latest = useRef(all);
  useEffect(() => {
    latest.current = all;
  });
  const names = all.map(({ name }) => name).join('\n');
  return {
    pictures: useMemo(() => names.split('\n'), [names]),
    picture: useCallback((wanted: string) => latest.current.find(({ name }) => name === wanted)!.draw(), []),
  };
}
