// A process that answers questions to models.
import { answerEach } from './answering.ts';
import { ModelShelf } from './questions/model-shelf.ts';
import { questionsOn } from './questions/questions.ts';

// Several at a time would only take the processor from each other.
answerEach(questionsOn(new ModelShelf()), { oneAtATime: true });
