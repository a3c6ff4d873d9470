/** For a learner who does not want to predict this time. */
export function WithoutGuess({ onAnswer }: { readonly onAnswer: () => void }) {
  return (
    <button type="button" className="button small quiet" onClick={onAnswer}>
      Answer without a guess
    </button>
  );
}
