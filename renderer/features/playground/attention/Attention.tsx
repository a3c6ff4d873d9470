import { useState } from 'react';
import type { AttentionHeads, HeadMap as SmallMap } from '../../../../app/contract/inference.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { Dialog } from '../../../components/Dialog.tsx';
import { Failure } from '../../../components/Failure.tsx';
import { NARROW, useMedia } from '../../../components/use-media.ts';
import type { InsideProps } from '../InsideModel.tsx';
import { Habits } from './Habits.tsx';
import { HeadGrid, type HeadPlace } from './HeadGrid.tsx';
import { HeadMap, isSign } from './HeadMap.tsx';
import { InWords } from './InWords.tsx';
import './attention.css';

/** Every head as a small map; the chosen one large, and in words. */
export function Attention({ model, input }: InsideProps) {
  const heads = useAnswer('inference.heads', { model, ...input });
  const [chosen, setChosen] = useState<HeadPlace | null>(null);
  if (heads.error) return <Failure error={heads.error} onRetry={heads.again} />;
  if (!heads.value) return <p className="tertiary attention-waits">Reading the model</p>;
  const { maps } = heads.value;
  const inside = chosen && chosen.layer < maps.length && chosen.head < maps[0]!.length;
  const place = inside ? chosen : mostTelling(heads.value);
  return (
    <div className="attention-panel">
      <section aria-label="All heads">
        <p className="secondary">
          {maps.length} layers of {maps[0]!.length} heads; each square is one head, rows look at columns
        </p>
        <HeadGrid heads={heads.value} chosen={place} onChoose={setChosen} />
        <Habits heads={heads.value} isPair={input.pair !== undefined} />
      </section>
      <OneHead model={model} input={input} place={place} />
    </div>
  );
}

function OneHead({ model, input, place }: Omit<InsideProps, 'title'> & { readonly place: HeadPlace }) {
  const narrow = useMedia(NARROW);
  const [mapOpen, setMapOpen] = useState(false);
  const answer = useAnswer('inference.attention', { model, ...input, layer: place.layer + 1 });
  if (answer.error) return <Failure error={answer.error} onRetry={answer.again} />;
  const weights = answer.value?.attention[place.head];
  if (!answer.value || !weights) return null;
  const title = `Layer ${place.layer + 1}, head ${place.head + 1}`;
  const map = <HeadMap title={title} tokens={answer.value.tokens} weights={weights} />;
  return (
    <>
      {!narrow && (
        <section aria-label={title}>
          <h2>{title}</h2>
          {map}
        </section>
      )}
      <section aria-label="In words">
        <h2>
          {narrow ? title : 'In words'}
          {narrow && (
            <button type="button" className="button quiet small" onClick={() => setMapOpen(true)}>
              Open the map
            </button>
          )}
        </h2>
        <InWords tokens={answer.value.tokens} weights={weights} />
      </section>
      {narrow && (
        <Dialog title={title} open={mapOpen} onClose={() => setMapOpen(false)} wide>
          {map}
        </Dialog>
      )}
    </>
  );
}

/**
 * The head with the strongest links between words apart: for each word only its strongest admirer counts, so that a
 * stripe, where all look at one, weighs no more than a single link.
 */
function mostTelling({ maps, tokens, places }: AttentionHeads): HeadPlace {
  if (places < tokens.length) return { layer: 0, head: 0 };
  const linksOf = ({ values }: SmallMap) => {
    let sum = 0;
    for (const [to, seen] of tokens.entries()) {
      if (isSign(seen)) continue;
      let most = 0;
      for (const [from, looking] of tokens.entries()) {
        const apart = Math.abs(from - to) > 1 && !isSign(looking);
        if (apart) most = Math.max(most, values[from * places + to]!);
      }
      sum += most;
    }
    return sum;
  };
  const all = maps.flatMap((heads, layer) =>
    heads.map((map, head) => ({ layer, head, links: linksOf(map) })),
  );
  return all.reduce((best, each) => (each.links > best.links ? each : best));
}
