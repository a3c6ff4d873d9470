import { describe } from 'vitest';
import { describeHead, HEADS } from './head-suite.ts';

describe.each(HEADS)('the %s head on MiniLM', (name) => describeHead(name, 'cpu'));
