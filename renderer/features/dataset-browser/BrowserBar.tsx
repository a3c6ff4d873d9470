import { CloudDownload, Download, FolderInput, Tags, Trash2, Undo2 } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import type { DatasetSummary, DatasetView } from '../../../app/contract/datasets.ts';
import { studio } from '../../api/studio.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { ChosenFolder } from '../../components/ChosenFiles.tsx';
import { bytes, count } from '../../components/figures.ts';
import { HubDialog } from '../../components/hub/HubDialog.tsx';
import { Menu } from '../../components/Menu.tsx';
import { OpenSide } from '../../components/OpenSide.tsx';
import { Select } from '../../components/Select.tsx';
import { tellFailure, toast } from '../../components/toast.tsx';
import { isGoing, useHub, waitingFiles } from '../../stores/hub.ts';
import { useNavigation } from '../../stores/navigation.ts';
import type { BrowseQuery } from './browsing.ts';
import { useFileOpener } from './file-opener.ts';
import { LabelNamesDialog } from './LabelNamesDialog.tsx';
import { notesOf } from './notes/notes.ts';
import { OpenFile } from './OpenFile.tsx';
import { saveRows } from './save-rows.ts';

interface BrowserBarProps {
  readonly datasets: readonly DatasetSummary[];
  readonly card: DatasetSummary | null;
  readonly view: DatasetView | null;
  readonly query: BrowseQuery;
  /** The list is another one now. */
  readonly onListed: () => void;
}

/** Which dataset, how large, and what can be done with it as a whole. */
export function BrowserBar({ datasets, card, view, query, onListed }: BrowserBarProps) {
  const open = useNavigation((state) => state.open);
  const removed = useAnswer('datasets.removed', {});
  const ask = useNavigation(({ purpose }) => purpose.ask);
  const [asking, setAsking] = useState(ask === 'hub');
  const hub = useHub();
  const [naming, setNaming] = useState(false);
  const folder = useRef<HTMLInputElement>(null);
  const { busy, takeFolders } = useFileOpener();
  const openFetched = useCallback(
    (handles: readonly string[]) => open('data', { open: handles.join(',') }),
    [open],
  );
  const choose = (dataset: string) => open('data', { dataset });
  const restore = async (id: string) => {
    await studio.invoke('datasets.restore', { id });
    onListed();
    removed.again();
    choose(id);
  };
  const remove = async () => {
    await studio.invoke('datasets.remove', { id: query.id });
    toast(`${card?.title ?? query.id} is in the trash.`, {
      undo: () => void restore(query.id).catch(tellFailure),
    });
    open('data');
    onListed();
    removed.again();
  };
  const notes = view ? notesOf(view, query).length : 0;
  const unit = view?.columns.textPair ? 'pairs' : view?.columns.tokens ? 'sentences' : 'rows';
  return (
    <header className="bar">
      {/* The words go where room is short, the heading stays for who jumps between headings */}
      <h1 className="only-read">Data</h1>
      <span className="only-wide to-data" aria-hidden="true">
        Data
      </span>
      <span className="tertiary only-wide">/</span>
      <Select
        label="Dataset"
        hideLabel
        small
        className="dataset-select"
        value={query.id}
        options={datasets.map(({ id, title, own, description, importedAt }) => ({
          value: id,
          label: title,
          detail: importedAt === null ? description : `opened ${importedAt.slice(0, 10)}`,
          group: own ? 'Yours, the latest first' : 'With the studio',
        }))}
        onChange={choose}
      />
      {view && (
        <span className="tertiary only-wide cut">
          {count(view.splits.reduce((sum, { rows }) => sum + rows, 0))} {unit}, {bytes(view.bytes)}
          {card?.own && ', your file stays untouched'}
        </span>
      )}
      <span className="grow" />
      <OpenSide>{notes === 0 ? 'Notes' : notes === 1 ? '1 note' : `${notes} notes`}</OpenSide>
      <OpenFile />
      <ExportRows view={view} query={query} />
      <Menu
        label="More"
        dots
        items={[
          {
            label: 'Open a folder',
            Icon: FolderInput,
            disabled: busy !== null,
            onSelect: () => folder.current?.click(),
          },
          { label: fetchWords(hub), Icon: CloudDownload, onSelect: () => setAsking(true) },
          'separator',
          ...(card?.own
            ? [
                ...(nameable(view)
                  ? [{ label: 'Name the labels', Icon: Tags, onSelect: () => setNaming(true) }]
                  : []),
                {
                  label: 'Move to the trash',
                  Icon: Trash2,
                  onSelect: () => void remove().catch(tellFailure),
                },
              ]
            : [{ label: 'Comes with the studio, so it stays', disabled: true, onSelect: () => {} }]),
          ...(removed.value ?? []).map(({ id, title }) => ({
            label: `Put back ${title}`,
            Icon: Undo2,
            onSelect: () => void restore(id).catch(tellFailure),
          })),
        ]}
      />
      <ChosenFolder ref={folder} aria-label="Data folder" onFolder={(chosen) => void takeFolders([chosen])} />
      {view && naming && <LabelNamesDialog view={view} open onClose={() => setNaming(false)} />}
      <HubDialog kind="datasets" open={asking} onClose={() => setAsking(false)} onFiles={openFetched} />
    </header>
  );
}

function fetchWords({ download, opened }: Pick<ReturnType<typeof useHub.getState>, 'download' | 'opened'>) {
  if (download && isGoing(download)) return `Fetching ${download.id}: see how far it is`;
  if (download && waitingFiles({ download, opened })) return `Open ${download.id}, which has arrived`;
  return 'Fetch from the Hugging Face Hub';
}

/** Labels of texts, as far as they can be listed; types of entities have their names. */
function nameable(view: DatasetView | null): boolean {
  const summary = view?.summaries.find(({ id }) => id === 'label');
  return (
    view?.columns.task === 'text-classification' &&
    view.columns.problemType !== 'regression' &&
    summary !== undefined &&
    summary.values.length === summary.distinct
  );
}

function ExportRows({ view, query }: Pick<BrowserBarProps, 'view' | 'query'>) {
  const [saved, setSaved] = useState<number | null>(null);
  const save = async () => {
    setSaved(0);
    try {
      await saveRows(view!, query, setSaved);
    } catch (error) {
      tellFailure(error);
    } finally {
      setSaved(null);
    }
  };
  const rows = view?.found ?? 0;
  const isSearching = view?.pending?.doing === 'searching';
  return (
    <button
      type="button"
      className="button small"
      disabled={rows === 0 || saved !== null || isSearching}
      onClick={() => void save()}
    >
      <Download size={16} aria-hidden="true" />
      {saved === null ? `Export ${count(rows)} rows` : `${count(saved)} of ${count(rows)}`}
    </button>
  );
}
