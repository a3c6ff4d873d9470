import { useEffect } from 'react';
import { useAnswer } from '../../api/use-answer.ts';
import { Choice } from '../../components/Choice.tsx';
import { Failure } from '../../components/Failure.tsx';
import { useNavigation } from '../../stores/navigation.ts';
import { ManyLines } from './ManyLines.tsx';
import { OneText } from './OneText.tsx';
import { openFor, useTry } from './try-state.ts';
import './try.css';

const LOOKS = [
  ['classify', 'Classify'],
  ['fill', 'Fill a blank'],
  ['entities', 'Entities'],
  ['lines', 'Many lines'],
] as const;

/** Any model or checkpoint, beside another: a sentence or pair, names, blanks, many lines; attention and tokens below. */
export function TryView() {
  const { purpose } = useNavigation();
  const models = useAnswer('models.list', {});
  const look = useTry((state) => state.look);
  useEffect(() => {
    if (models.value) openFor(purpose, models.value);
  }, [purpose, models.value]);
  return (
    <section className="pane try" aria-label="Try">
      <header className="bar">
        <h1>Try</h1>
        {look && (
          <Choice
            label="What to try"
            hideLabel
            value={look}
            options={LOOKS}
            onChange={(next) => useTry.setState({ look: next })}
          />
        )}
      </header>
      {models.error && <Failure error={models.error} onRetry={models.again} />}
      {models.value && look === 'lines' && <ManyLines models={models.value} />}
      {models.value && look !== null && look !== 'lines' && (
        <OneText key={look} look={look} models={models.value} />
      )}
    </section>
  );
}
