import type { Value } from '../../graph/graph.ts';
import type { BertBuilder } from './builder.ts';
import type { TokenLayout } from './layout.ts';

export interface EncoderOptions {
  /**
   * Which rows the head reads. After the last attention the other rows cannot reach the loss, so the last
   * layer computes only these: with `first` one row a sequence, with an index list those rows.
   */
  readonly rows: 'all' | 'first' | Value;
}

interface EncoderOutput {
  /** [T, H], or [rows, H] where not all are asked for. */
  readonly lastHiddenState: Value;
  /** Embeddings and every layer's output; the last one holds the asked rows only. */
  readonly hiddenStates: readonly Value[];
  /** [B, A, S, S] each. */
  readonly attentions: readonly Value[];
}

/** BERT's encoder (Devlin et al. 2019): embeddings, then `num_hidden_layers` post-norm Transformer layers. */
export function bertEncoder(m: BertBuilder, layout: TokenLayout, options: EncoderOptions): EncoderOutput {
  let x = m.within('embeddings', () => embeddings(m, layout));
  const hiddenStates = [x];
  const attentions: Value[] = [];
  const last = m.config.num_hidden_layers - 1;
  for (let i = 0; i <= last; i++) {
    m.within(`encoder.layer.${i}`, () => {
      const rows = i === last ? options.rows : 'all';
      const attended = m.within('attention', () =>
        selfAttention(m, layout, `bert.encoder.layer.${i}.attention`, x, rows),
      );
      x = feedForward(m, `bert.encoder.layer.${i}`, attended.output);
      attentions.push(attended.probabilities);
    });
    hiddenStates.push(x);
  }
  return { lastHiddenState: x, hiddenStates, attentions };
}

function embeddings(m: BertBuilder, layout: TokenLayout): Value {
  const { vocab_size, type_vocab_size, max_position_embeddings, hidden_dropout_prob, pad_token_id } =
    m.config;
  const words = m.embedding('bert.embeddings.word_embeddings', layout.inputIds, vocab_size, pad_token_id);
  const types = m.embedding('bert.embeddings.token_type_embeddings', layout.tokenTypeIds, type_vocab_size);
  const positions = m.embedding(
    'bert.embeddings.position_embeddings',
    layout.positionIds,
    max_position_embeddings,
  );
  const sum = m.add(m.add(words, types), positions);
  return m.dropout(m.layerNorm('bert.embeddings.LayerNorm', sum), hidden_dropout_prob);
}

/** layerNorm(x + dropout(dense(attention(x)))), for the asked rows. */
function selfAttention(
  m: BertBuilder,
  layout: TokenLayout,
  name: string,
  x: Value,
  rows: EncoderOptions['rows'],
) {
  const { hidden_size: size, num_attention_heads: heads, hidden_dropout_prob } = m.config;
  const project = (part: string, from: Value) => m.linear(`${name}.self.${part}`, from, size, size);
  const queried = rows === 'first' ? m.rows(x, layout.firstRows) : x;

  const query = project('query', queried);
  const q = rows === 'first' ? m.reshape(query, [-1, heads, 1, size / heads]) : layout.toHeads(query, 'any');
  const k = layout.toHeads(project('key', x), 'any');
  const v = layout.toHeads(project('value', x), 'any');
  const { context, probabilities } = m.attention(q, k, v, layout.attentionBias);

  const merged = rows === 'first' ? m.reshape(context, [-1, size]) : layout.fromHeads(context);
  const [kept, residual] =
    typeof rows === 'string' ? [merged, queried] : [m.rows(merged, rows), m.rows(x, rows)];
  const dense = m.dropout(m.linear(`${name}.output.dense`, kept, size, size), hidden_dropout_prob);
  return { output: m.layerNorm(`${name}.output.LayerNorm`, m.add(residual, dense)), probabilities };
}

/** layerNorm(x + dropout(dense(activation(dense(x))))). */
function feedForward(m: BertBuilder, name: string, x: Value): Value {
  const { hidden_size, intermediate_size, hidden_dropout_prob } = m.config;
  const wide = m.activation(m.linear(`${name}.intermediate.dense`, x, hidden_size, intermediate_size));
  const dense = m.dropout(
    m.linear(`${name}.output.dense`, wide, intermediate_size, hidden_size),
    hidden_dropout_prob,
  );
  return m.layerNorm(`${name}.output.LayerNorm`, m.add(x, dense));
}
