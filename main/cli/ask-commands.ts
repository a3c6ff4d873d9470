import type { Command } from 'commander';
import { ask } from '../services/ask.ts';
import { addDeviceOption, type DeviceOption } from './device-option.ts';
import { countOf } from './option-values.ts';
import { type JsonOption, LOST_ITS_END, print, printJson, printNote, table } from './output.ts';

interface FillMaskOptions extends JsonOption, DeviceOption {
  readonly model: string;
  readonly top: number;
}

/** encode, fill-mask, tokenize. */
export function addAskCommands(program: Command): void {
  addDeviceOption(program.command('encode <text> [second-text]'))
    .description("Print a model's last_hidden_state for a text, as PyTorch prints it.")
    .option('--model <name|folder>', 'model to use', 'bert-base-uncased')
    .option('--json', 'shape and values as JSON')
    .addHelpText('after', '\nExample:\n  npm start -- encode "Hello, how are you?"')
    .action(
      async (
        text: string,
        second: string | undefined,
        { model, json, device }: JsonOption & DeviceOption & { model: string },
      ) => {
        const { lastHiddenState, truncated } = await ask.encode(model, text, second, device);
        if (truncated) printNote(LOST_ITS_END);
        if (json) printJson({ shape: lastHiddenState.shape, data: [...lastHiddenState.data] });
        else print(String(lastHiddenState));
      },
    );

  addDeviceOption(program.command('fill-mask <text>'))
    .description('The likeliest words for each [MASK] in a text.')
    .option('--model <name|folder>', 'model to use', 'bert-base-uncased')
    .option('--top <count>', 'how many words', countOf, 5)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  npm start -- fill-mask "The lake [MASK] over in one night."')
    .action(async (text: string, { model, top, json, device }: FillMaskOptions) => {
      const masks = await ask.fillMask(model, text, top, device);
      if (json) return printJson(masks);
      for (const [i, words] of masks.entries()) {
        if (masks.length > 1) print(`${i === 0 ? '' : '\n'}[MASK] ${i + 1}`);
        print(
          table([
            ['word', 'probability'],
            ...words.map(({ token, probability }) => [token, probability.toFixed(4)]),
          ]),
        );
      }
    });

  program
    .command('tokenize <text> [second-text]')
    .description('The tokens a model sees: token, id, token type, and where it stands in the text.')
    .option('--model <name|folder>', 'model whose vocabulary to use', 'bert-base-uncased')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  npm start -- tokenize "Unbelievable!"')
    .action(
      async (text: string, second: string | undefined, { model, json }: JsonOption & { model: string }) => {
        const rows = await ask.tokenize(model, text, second);
        if (json) return printJson(rows);
        const cells = rows.map(({ token, id, type, start, end }) => [
          token,
          String(id),
          String(type),
          `${start}-${end}`,
        ]);
        print(table([['token', 'id', 'type', 'characters'], ...cells]));
      },
    );
}
