import { FileSpreadsheet, Image, Rows3, Table } from 'lucide-react';
import { memo } from 'react';
import { useCurves } from '../../stores/curves.ts';
import { download } from '../download.ts';
import { IconButton } from '../IconButton.tsx';
import { Menu } from '../Menu.tsx';
import { Select } from '../Select.tsx';
import { tellFailure } from '../toast.tsx';
import { AXES } from './axis.ts';
import { chartPng, type Picture } from './chart-picture.ts';

interface CurveToolsProps {
  /** What files are called. */
  readonly name: string;
  readonly asTable: boolean;
  readonly onTable: (asTable: boolean) => void;
  /** The charts that can be saved as pictures, by name. */
  readonly pictures: readonly string[];
  /** The one of a name as it is now. */
  readonly picture: (name: string) => Picture;
  readonly csv: () => string;
  /** Lines that can be put away. */
  readonly lines?: readonly string[];
}

const WORDS = { step: 'By step', epoch: 'By epoch', time: 'By time' } as const;
const LINES = ['each batch', 'train', 'validation'];

/** Title, smoothing, axis, and what else can be done with the curves. Not drawn anew with every frame of a zoom. */
export const CurveTools = memo((props: CurveToolsProps) => {
  const { name, asTable, onTable, pictures, picture, csv, lines = LINES } = props;
  const { axis, smoothing, logarithmic, hidden, change } = useCurves();
  const toggle = (line: string) =>
    change({ hidden: hidden.includes(line) ? hidden.filter((item) => item !== line) : [...hidden, line] });
  return (
    <div className="chart-head">
      <h3>Loss</h3>
      <span className="grow" />
      <label className="smoothing">
        Smoothing
        <input
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={smoothing}
          onChange={({ target }) => change({ smoothing: target.valueAsNumber })}
        />
        <output>{smoothing.toFixed(2)}</output>
      </label>
      <Select
        small
        hideLabel
        label="Horizontal axis"
        value={axis}
        options={AXES.map((value) => ({ value, label: WORDS[value] }))}
        onChange={(value) => change({ axis: value })}
      />
      <IconButton
        label={asTable ? 'Show the curves' : 'Show as a table'}
        Icon={Table}
        aria-pressed={asTable}
        onClick={() => onTable(!asTable)}
      />
      <Menu
        dots
        label="More of the curves"
        items={[
          {
            label: logarithmic ? 'Linear scale' : 'Logarithmic scale',
            Icon: Rows3,
            onSelect: () => change({ logarithmic: !logarithmic }),
          },
          ...lines.map((line) => ({
            label: `${hidden.includes(line) ? 'Show' : 'Hide'}: ${line}`,
            onSelect: () => toggle(line),
          })),
          'separator',
          ...pictures.map((of) => ({
            label: `Save as PNG: ${of}`,
            Icon: Image,
            onSelect: () => void savePng(`${name}-${of.replaceAll(' ', '-')}.png`, picture(of)),
          })),
          {
            label: 'Save as CSV',
            Icon: FileSpreadsheet,
            onSelect: () =>
              download(`${name}.csv`, `data:text/csv;charset=utf-8,${encodeURIComponent(csv())}`),
          },
        ]}
      />
    </div>
  );
});

async function savePng(file: string, picture: Picture): Promise<void> {
  await chartPng(picture)
    .then((address) => download(file, address))
    .catch(tellFailure);
}
